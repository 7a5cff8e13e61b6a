package io.tertulia.attack.strikes;

import static io.tertulia.client.ClientFrame.CONTINUATION;
import static io.tertulia.client.ClientFrame.LAST;
import static io.tertulia.client.ClientFrame.PING;
import static io.tertulia.client.ClientFrame.TEXT;

import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.ClientFrame;
import io.tertulia.client.RawSocket;
import io.tertulia.client.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Frames that RFC 6455 allows and nobody needs. */
public final class Frames {
  private static final int MESSAGE = 131_072;
  private static final Duration WITHIN = Duration.ofSeconds(12);

  private Frames() {}

  /** Messages of 128 KB, a byte in each frame: four sockets, two each. */
  public static String fragments(Target target) throws InterruptedException {
    return messages(target, ClientFrame.of(CONTINUATION, new byte[] {'x'}), MESSAGE - 2);
  }

  /** Messages in frames of nothing. */
  public static String empty(Target target) throws InterruptedException {
    return messages(target, ClientFrame.of(CONTINUATION, new byte[0]), 400_000);
  }

  private static String messages(Target target, byte[] fragment, int count)
      throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    byte[] thousand = repeated(fragment, 1_000);
    target.together(
        4,
        WITHIN,
        i -> {
          try (RawSocket socket = target.connect(i).upgrade("/chat/fragments")) {
            Thread ears = Thread.ofVirtual().start(() -> listen(socket, outcomes));
            for (int n = 0; n < target.some(4); n++) {
              socket.send(ClientFrame.of(TEXT, new byte[] {'x'}));
              for (int sent = 0; sent < count; sent += 1_000) {
                int left = Math.min(1_000, count - sent) * fragment.length;
                socket.send(left == thousand.length ? thousand : Arrays.copyOf(thousand, left));
              }
              socket.send(ClientFrame.of(LAST | CONTINUATION, new byte[] {'x'}));
            }
            ears.join(3_000);
          } catch (UncheckedIOException e) {
            outcomes.count("cut");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    return outcomes.toString();
  }

  /** As many pings as go, for some seconds, of 0 and of 125 bytes, and every pong is read. */
  public static String pings(Target target) throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    AtomicLong pongs = new AtomicLong();
    Outcomes outcomes = new Outcomes();
    long end = System.nanoTime() + Duration.ofSeconds(target.some(8)).toNanos();
    target.together(
        2,
        WITHIN,
        i -> {
          try (RawSocket socket = target.connect(i).upgrade("/chat/pings")) {
            byte[] many = repeated(ClientFrame.of(LAST | PING, new byte[i * 125]), 5_000);
            Thread.ofPlatform().daemon().start(() -> pongs.addAndGet(listen(socket, outcomes)));
            while (System.nanoTime() - end < 0 && sent.get() < 20_000_000) {
              socket.send(many);
              sent.addAndGet(5_000);
            }
          } catch (UncheckedIOException e) {
            outcomes.count("cut");
          }
        });
    return "%d pings sent, %s".formatted(sent.get(), outcomes);
  }

  /** Reads until the end; how many frames came. */
  private static long listen(RawSocket socket, Outcomes outcomes) {
    long frames = 0;
    try {
      while (true) {
        ServerFrame frame = socket.frame();
        frames++;
        if (frame.isClose()) {
          outcomes.count("closed " + frame.closeCode());
        } else if (frame.first() == 0x81) {
          outcomes.count(frame.text().startsWith("! ") ? "refused" : "answered");
        }
      }
    } catch (UncheckedIOException e) {
      return frames;
    }
  }

  static byte[] repeated(byte[] one, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(one.length * times);
    for (int i = 0; i < times; i++) {
      all.writeBytes(one);
    }
    return all.toByteArray();
  }
}
