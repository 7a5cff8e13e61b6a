package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.io.UncheckedIOException;
import java.util.List;

/** Numbers that are longer, or no numbers any more, when somebody writes them back. */
public final class Numbers {
  private Numbers() {}

  /** Who hears them stays; what is accepted is told as it came. */
  public static String writtenBack(Target target) {
    String room = target.newRoom();
    RawSocket bare = target.bare("/chat/" + room);
    RawSocket json = target.json(1);
    json.send(
        io.tertulia.client.socket.ClientFrame.text(
            "{\"type\":\"hello\",\"id\":1,\"rooms\":{\"%s\":null}}".formatted(room)));
    await(json, "\"joined\"");
    Outcomes outcomes = new Outcomes();
    for (String number : numbers()) {
      String answer = post(target, room, "{\"data\":" + number + "}");
      outcomes.status(answer);
      if (answer.startsWith("HTTP/1.1 201")) {
        await(json, "\"data\":" + number);
      }
    }
    post(target, room, "{\"text\":\"the end\"}");
    await(json, "the end");
    await(bare, "the end");
    return outcomes.toString();
  }

  private static List<String> numbers() {
    String ones = "1".repeat(998);
    return List.of(
        "1." + ones + "e-6",
        "1." + ones + "e6",
        "0." + "0".repeat(900) + "1",
        "1e-400",
        "1E+400",
        "-0",
        "-0.0",
        "1e400000000",
        "1".repeat(1_500),
        "[1e5,1E5,1.0e05]",
        "[" + "1e-99999,".repeat(5_000) + "1]");
  }

  static String post(Target target, String room, String body) {
    return target.ask(
        RawSocket.request(
                "POST /rooms/" + room + "/messages HTTP/1.1",
                "Host: localhost:8080",
                "Content-Type: application/json",
                "Content-Length: " + body.length())
            + body);
  }

  /** Reads on until something holds this; whoever is closed before has been harmed. */
  static ServerFrame await(RawSocket socket, String part) {
    try {
      while (true) {
        ServerFrame frame = socket.frame();
        if (frame.isClose()) {
          throw new AssertionError("a member was closed with " + frame.closeCode());
        }
        if (frame.text().contains(part)) {
          return frame;
        }
      }
    } catch (UncheckedIOException e) {
      String what = part.substring(0, Math.min(30, part.length()));
      throw new AssertionError("a member did not hear " + what + ": " + e.getMessage());
    }
  }
}
