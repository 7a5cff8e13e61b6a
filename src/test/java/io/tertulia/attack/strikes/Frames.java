package io.tertulia.attack.strikes;

import static io.tertulia.client.socket.ClientFrame.CONTINUATION;
import static io.tertulia.client.socket.ClientFrame.LAST;
import static io.tertulia.client.socket.ClientFrame.PING;
import static io.tertulia.client.socket.ClientFrame.TEXT;

import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames that RFC 6455 allows and nobody needs. */
public final class Frames {
  /** As many as a message may have, and a few less. */
  private static final int FRAGMENTS = 2_950;

  private static final Pattern FRAME = Pattern.compile("\"frame\":(\\d+)");
  private static final Duration WITHIN = Duration.ofSeconds(15);

  private Frames() {}

  /** The longest messages that are let in, no commands, whose last bytes come one in a frame. */
  public static String fragments(Target target) throws InterruptedException {
    byte[] bytes = repeated(ClientFrame.of(CONTINUATION, new byte[] {'x'}), FRAGMENTS);
    return messages(target, bytes, target.some(32));
  }

  /** Messages in frames of nothing, without end. */
  public static String empty(Target target) throws InterruptedException {
    return messages(target, repeated(ClientFrame.of(CONTINUATION, new byte[0]), 400_000), 1);
  }

  /**
   * @param fragments what comes between the first frame of a message and its last
   */
  private static String messages(Target target, byte[] fragments, int times)
      throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    target.together(
        4,
        WITHIN,
        i -> {
          try (RawSocket socket = target.json(i)) {
            socket.send(ClientFrame.text("{\"type\":\"hello\",\"id\":1}"));
            byte[] first = new byte[most(socket.frame().text()) - FRAGMENTS - 10];
            Arrays.fill(first, (byte) 'x');
            Thread ears = Thread.ofVirtual().start(() -> listen(socket, outcomes));
            for (int n = 0; n < times; n++) {
              socket.send(
                  ClientFrame.of(TEXT, first),
                  fragments,
                  ClientFrame.of(LAST | CONTINUATION, new byte[] {'x'}));
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

  /** What a welcome says of the longest frame. */
  private static int most(String welcome) {
    Matcher frame = FRAME.matcher(welcome);
    if (!frame.find()) {
      throw new AssertionError("no welcome: " + welcome);
    }
    return Integer.parseInt(frame.group(1));
  }

  /**
   * As many pings as go, for some seconds, of 0 and of 125 bytes, and every pong is read. In the
   * end most senders still wait for the node to read on.
   */
  public static String pings(Target target) throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    AtomicLong pongs = new AtomicLong();
    Outcomes outcomes = new Outcomes();
    Duration length = Duration.ofSeconds(target.some(8));
    long end = System.nanoTime() + length.toNanos();
    target.together(
        2,
        length,
        i -> {
          try {
            RawSocket socket = target.connect(i).upgrade("/chat/pings");
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
          outcomes.count(frame.text().contains("\"error\"") ? "refused" : "answered");
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
