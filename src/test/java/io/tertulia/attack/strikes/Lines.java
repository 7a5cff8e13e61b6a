package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What members choose and other members read as plain lines. */
public final class Lines {
  private static final String ESCAPES = "\u001b]0;owned\u0007\u001b[2J! reset";
  private static final Pattern SERVERS =
      Pattern.compile(
          "\\P{Graph}*(!|Servidor recibió: |Bienvenido al |Server received: |Welcome to ).*",
          Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
  private static final int BINARY = 0x82;

  private Lines() {}

  /** Names that begin as the server's own lines do. */
  public static String names(Target target) {
    String room = target.newRoom();
    RawSocket reader = target.bare("/chat/" + room);
    Outcomes outcomes = new Outcomes();
    List<String> names =
        List.of(
            "! reset",
            "!",
            "\u00a0! goaway",
            "\u200b! reset",
            "Servidor recibió",
            "Server received");
    for (String name : names) {
      byBareName(target, room, name, outcomes);
      byJsonName(target, room, name, outcomes);
    }
    Numbers.post(target, room, "{\"text\":\"the end\"}");
    while (true) {
      ServerFrame frame = reader.frame();
      String line = frame.text();
      if (SERVERS.matcher(line).matches()) {
        throw new AssertionError("a member's line: " + line);
      }
      if (line.endsWith("the end")) {
        return outcomes.toString();
      }
    }
  }

  private static void byBareName(Target target, String room, String name, Outcomes outcomes) {
    String word = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    try (RawSocket socket = target.connect(1)) {
      String head = socket.send(RawSocket.handshake("/chat/" + room + "?name=" + word)).response();
      outcomes.status(head);
      if (head.startsWith("HTTP/1.1 101")) {
        socket.frame();
        socket.send(ClientFrame.text("some messages are lost"));
        outcomes.count(socket.frame().isClose() ? "closed" : "said");
      }
    } catch (UncheckedIOException e) {
      outcomes.count("cut");
    }
  }

  private static void byJsonName(Target target, String room, String name, Outcomes outcomes) {
    try (RawSocket socket = target.json(2)) {
      String hello = "{\"type\":\"hello\",\"id\":1,\"name\":\"%s\",\"rooms\":{\"%s\":null}}";
      socket.send(ClientFrame.text(hello.formatted(name, room)));
      if (socket.frame().text().contains("\"error\"")) {
        outcomes.count("refused");
        return;
      }
      String say = "{\"type\":\"say\",\"id\":2,\"room\":\"%s\",\"text\":\"some are lost\"}";
      socket.send(ClientFrame.text(say.formatted(room)));
      Numbers.await(socket, "\"ack\"");
      outcomes.count("said");
    } catch (UncheckedIOException e) {
      outcomes.count("cut");
    }
  }

  /** Bytes that a terminal obeys, for who did not ask for bytes. */
  public static String bytes(Target target) {
    String room = target.newRoom();
    RawSocket reader = target.bare("/chat/" + room);
    RawSocket asked = target.bare("/chat/" + room + "?binary=1");
    RawSocket writer = target.bare("/chat/" + room);
    byte[] bytes = ESCAPES.getBytes(StandardCharsets.UTF_8);
    writer.send(ClientFrame.of(ClientFrame.LAST | ClientFrame.BINARY, bytes));
    ServerFrame frame = reader.frame();
    if (frame.first() == BINARY || frame.text().contains("\u001b")) {
      throw new AssertionError("a terminal was sent what it obeys");
    }
    if (asked.frame().first() != BINARY) {
      throw new AssertionError("who asked for bytes got none");
    }
    return "a line: " + frame.text().replace('|', ' ');
  }

  /** Many at once, each in a room of its own: nobody reads a byte that was another's. */
  public static String mixed(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    target.together(
        target.some(200),
        Duration.ofSeconds(12),
        i -> {
          String mark = "mark-%d-".formatted(i) + "x".repeat(1 + 37 * (i % 200));
          try (RawSocket socket = target.connect(i).upgrade("/chat/mixed-" + i)) {
            socket.frame();
            for (int n = 0; n < 10; n++) {
              socket.send(ClientFrame.text(mark + n));
              String line = socket.frame().text();
              boolean own = line.endsWith(": " + mark + n);
              outcomes.count(own ? "own" : line.contains("mark-") ? "another's" : "refused");
            }
          } catch (UncheckedIOException | AssertionError e) {
            outcomes.count("cut");
          }
        });
    if (outcomes.of("another's") > 0) {
      throw new AssertionError(outcomes.toString());
    }
    return outcomes.toString();
  }
}
