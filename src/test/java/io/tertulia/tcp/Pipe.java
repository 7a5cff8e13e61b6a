package io.tertulia.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One direction of a line. A thread reads and another writes when it is time, so that a delay costs
 * no throughput.
 */
final class Pipe {
  private static final int CHUNK = 16 * 1024;

  /** Chunks under way; more are not read. */
  private static final int UNDER_WAY = 256;

  private final TcpProxy proxy;
  private final Line line;
  private final Socket from;
  private final Socket to;
  private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(UNDER_WAY);
  private final Gate reading = new Gate();
  private volatile boolean swallowing;

  /** An empty one is the end of the stream. */
  private record Chunk(byte[] bytes, long due) {}

  Pipe(TcpProxy proxy, Line line, Socket from, Socket to) {
    this.proxy = proxy;
    this.line = line;
    this.from = from;
    this.to = to;
  }

  /**
   * @param listener hears all that is read, on the thread that reads
   */
  void start(Consumer<byte[]> listener) {
    // Not among the virtual threads of a crowd, which would stand before them in the queue.
    Thread.ofPlatform().daemon().start(() -> read(listener));
    Thread.ofPlatform().daemon().start(this::write);
  }

  void hold() {
    reading.shut();
  }

  void release() {
    reading.open();
  }

  /** For good: a stream with a hole in it is none any more. */
  void swallow() {
    swallowing = true;
  }

  private void read(Consumer<byte[]> listener) {
    try {
      for (Chunk chunk = next(); chunk.bytes.length > 0; chunk = next()) {
        listener.accept(chunk.bytes);
        reading.pass();
        underWay.put(chunk);
      }
      underWay.put(chunk(new byte[0]));
    } catch (InterruptedException e) {
      line.cut();
    }
  }

  /** A reset is an end too: what was read before it still arrives, also after a silence. */
  private Chunk next() {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[CHUNK];
      int read = in.read(buffer);
      return chunk(Arrays.copyOf(buffer, Math.max(read, 0)));
    } catch (IOException e) {
      return chunk(new byte[0]);
    }
  }

  private Chunk chunk(byte[] bytes) {
    return new Chunk(bytes, System.nanoTime() + proxy.delay().toNanos());
  }

  private void write() {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = underWay.take(); chunk.bytes.length > 0; chunk = underWay.take()) {
        proxy.gate().pass();
        TimeUnit.NANOSECONDS.sleep(chunk.due - System.nanoTime());
        if (!swallowing) {
          out.write(chunk.bytes);
        }
      }
      proxy.gate().pass();
      if (!swallowing) {
        line.end();
      }
    } catch (IOException e) {
      // Who does not hear any more may still have said something: the other direction goes on
      // to its own end, which the reset brings about.
      Line.reset(to);
      discard();
    } catch (InterruptedException e) {
      line.cut();
    }
  }

  private void discard() {
    try {
      while (underWay.take().bytes.length > 0) {
        // Nobody is left to get it.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
