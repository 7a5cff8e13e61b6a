package io.tertulia.trial.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a node and its counterpart to Redis. Each direction has a thread that reads and
 * one that writes when it is time, so that a delay costs no throughput.
 */
final class ProxyLine {
  private static final int CHUNK = 16 * 1024;

  /** Chunks under way in one direction; more are not read. */
  private static final int UNDER_WAY = 256;

  private static final String SUBSCRIBE = "SUBSCRIBE\r\n";

  private final RedisProxy proxy;
  private final Socket node;
  private final Socket redis;
  private final Gate answers = new Gate();
  private volatile boolean subscription;

  /** An empty one is the end of the stream. */
  private record Chunk(byte[] bytes, long due) {}

  ProxyLine(RedisProxy proxy, Socket node, Socket redis) throws IOException {
    this.proxy = proxy;
    this.node = node;
    this.redis = redis;
    node.setTcpNoDelay(true);
    redis.setTcpNoDelay(true);
  }

  void start() {
    direction(node, redis, true);
    direction(redis, node, false);
  }

  boolean isSubscription() {
    return subscription;
  }

  void holdAnswers() {
    answers.shut();
  }

  void release() {
    answers.open();
  }

  void end() {
    proxy.ended(this);
    answers.open();
    close(node);
    close(redis);
  }

  void cut() {
    proxy.ended(this);
    answers.open();
    reset(node);
    reset(redis);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is being thrown away.
    }
  }

  private void direction(Socket from, Socket to, boolean commands) {
    BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(UNDER_WAY);
    // Not among the virtual threads of a crowd, which would stand before them in the queue.
    Thread.ofPlatform().daemon().start(() -> read(from, underWay, commands));
    Thread.ofPlatform().daemon().start(() -> write(underWay, to));
  }

  private void read(Socket from, BlockingQueue<Chunk> to, boolean commands) {
    String before = "";
    for (Chunk chunk = next(from); chunk.bytes.length > 0; chunk = next(from)) {
      if (commands && !subscription) {
        before = look(before, chunk.bytes);
      }
      put(to, chunk, commands);
    }
    put(to, chunk(new byte[0]), true);
  }

  /** A reset is an end too: what was read before it still arrives, also after a silence. */
  private Chunk next(Socket from) {
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

  private void put(BlockingQueue<Chunk> to, Chunk chunk, boolean unheld) {
    try {
      if (!unheld) {
        answers.pass();
      }
      to.put(chunk);
    } catch (InterruptedException e) {
      cut();
    }
  }

  private void write(BlockingQueue<Chunk> from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = from.take(); chunk.bytes.length > 0; chunk = from.take()) {
        proxy.gate().pass();
        TimeUnit.NANOSECONDS.sleep(chunk.due - System.nanoTime());
        out.write(chunk.bytes);
      }
      proxy.gate().pass();
      end();
    } catch (IOException e) {
      // Who does not hear any more may still have said something: the other direction goes on
      // to its own end, which the reset brings about.
      reset(to);
      discard(from);
    } catch (InterruptedException e) {
      cut();
    }
  }

  private static void discard(BlockingQueue<Chunk> from) {
    try {
      while (from.take().bytes.length > 0) {
        // Nobody is left to get it.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line is a subscription from its first command of that name on. */
  private String look(String before, byte[] bytes) {
    String text = before + new String(bytes, StandardCharsets.ISO_8859_1);
    subscription = text.toUpperCase(Locale.ROOT).contains(SUBSCRIBE);
    return text.substring(Math.max(0, text.length() - SUBSCRIBE.length()));
  }
}
