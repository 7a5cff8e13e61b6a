package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Late;
import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Commands that are right, and too many. */
public final class Commands {
  private static final int ROOMS = 500;
  private static final Pattern CODE = Pattern.compile("\"code\":(\\d+)");
  private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");

  private Commands() {}

  /** 400 sessions from 40 addresses, each in 500 rooms of its own. */
  public static String rooms(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    target.together(
        target.some(400),
        Duration.ofSeconds(20),
        i -> {
          try {
            RawSocket socket = target.json(i).patientFor(10_000);
            String rooms =
                IntStream.range(0, ROOMS)
                    .mapToObj(r -> "\"r%d-%d-%s\":null".formatted(i, r, "x".repeat(40)))
                    .collect(Collectors.joining(","));
            socket.send(
                ClientFrame.text(
                    "{\"type\":\"hello\",\"id\":1,\"name\":\"n%d\",\"rooms\":{%s}}"
                        .formatted(i, rooms)));
            for (int n = 0; n <= ROOMS; n++) {
              outcomes.count(word(socket.frame()));
            }
          } catch (UncheckedIOException | AssertionError e) {
            outcomes.count("cut or late");
          }
        });
    return outcomes.toString();
  }

  /** One session that never stops asking: it must be shown the door, not answered for ever. */
  public static String flood(Target target) {
    RawSocket socket = target.json(0);
    socket.send(ClientFrame.text("{\"type\":\"hello\",\"id\":1,\"name\":\"flood\"}"));
    byte[] many =
        Frames.repeated(
            ClientFrame.text(
                IntStream.range(0, 200)
                    .mapToObj(i -> "{\"type\":\"ping\",\"id\":" + (2 + i) + "}")
                    .collect(Collectors.joining("\n"))),
            10);
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Thread.ofVirtual().start(() -> talk(socket, many, end));
    Outcomes outcomes = new Outcomes();
    try {
      while (System.nanoTime() - end < 0) {
        ServerFrame frame = socket.frame();
        String word = word(frame);
        outcomes.count(word);
        if (frame.isClose()) {
          return outcomes.toString();
        }
      }
    } catch (UncheckedIOException e) {
      outcomes.count("cut");
      return outcomes.toString();
    }
    throw new Late("answered for 20 s without an end: " + outcomes);
  }

  private static void talk(RawSocket socket, byte[] many, long end) {
    try {
      while (System.nanoTime() - end < 0) {
        socket.send(many);
      }
    } catch (UncheckedIOException e) {
      // It was shown the door.
    }
  }

  private static String word(ServerFrame frame) {
    if (frame.isClose()) {
      return "closed " + frame.closeCode();
    }
    String text = frame.text();
    var code = CODE.matcher(text);
    var type = TYPE.matcher(text);
    return code.find() ? code.group(1) : type.find() ? type.group(1) : "?";
  }
}
