package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Late;
import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests that two readers could read in two ways, and halves of requests. */
public final class Requests {
  private static final String ESCAPE = "\u001b";

  private Requests() {}

  /** Half of a second request behind a whole one: 200 connections, each must end in time. */
  public static String halves(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    int within = (int) Target.HELLO.multipliedBy(2).toMillis() + 1_000;
    target.together(
        target.some(200),
        Duration.ofSeconds(20),
        i -> {
          try {
            RawSocket socket = target.connect(i).patientFor(within);
            socket.send(head("GET /icon.svg HTTP/1.1") + "GET /icon.svg HTTP/1.1\r\nHost: loc");
            outcomes.status(socket.response());
            socket.untilEnd();
            outcomes.count("ended");
          } catch (UncheckedIOException e) {
            outcomes.count(Bodies.timedOut(e) ? "held" : "cut");
          }
        });
    if (outcomes.of("held") > 0) {
      throw new Late("held for more than " + within + " ms: " + outcomes);
    }
    return outcomes.toString();
  }

  /** What may be answered 400 and nothing else; an empty credential 401. */
  public static String doubled(Target target) {
    List<String> wrong = new ArrayList<>();
    String post = "POST /rooms/doubled/messages HTTP/1.1";
    String text = "Content-Type: text/plain";
    expect(target, wrong, "400", head("GET /icon.svg HTTP/1.1", "Host: localhost"));
    expect(target, wrong, "400", RawSocket.handshake("/chat/doubled", "Host: localhost:8080"));
    expect(
        target,
        wrong,
        "400",
        head(post, text, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked")
            + "4\r\nhola\r\n0\r\n\r\n");
    for (String odd : List.of("chunked, chunked", "gzip, chunked", "x", "identity", "xchunked")) {
      expect(target, wrong, "400", head(post, text, "Transfer-Encoding: " + odd) + "0\r\n\r\n");
    }
    expect(
        target,
        wrong,
        "400",
        head(post, text, "Content-Length: 4", "Transfer-Encoding: chunked")
            + "4\r\nhola\r\n0\r\n\r\n");
    expect(
        target, wrong, "400", head(post, text, "Content-Length: 4", "Content-Length: 5") + "hola");
    expect(target, wrong, "400", RawSocket.handshake("/chat/doubled", "Connection: close"));
    for (String bearer : List.of("Authorization: Bearer", "Authorization: Bearer ")) {
      expect(target, wrong, "401", head(post, text, "Content-Length: 4", bearer) + "hola");
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("; ", wrong));
    }
    return "400, 401";
  }

  /** Other spellings of a known path, with bytes that a log or a terminal would obey. */
  public static String paths(Target target) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String path :
        List.of(
            "/%63hat/lobby",
            "/chat/%6cobby",
            "/%63hat/~probe",
            "/%63hat/probe%0AWARN%20forged-line",
            "/%63hat/x%1b%5b31mred",
            "/%72ooms/lobby/messages",
            "/rooms/%6cobby/messages",
            "/%69con.svg",
            "/chat/lobby%0d%0aWARN%20forged-line")) {
      for (String request : List.of(head("GET " + path + " HTTP/1.1"), RawSocket.handshake(path))) {
        String answer = answer(target, request);
        if (!answer.startsWith("404") && !answer.startsWith("400")) {
          wrong.add(path + " → " + answer);
        }
      }
    }
    answer(target, RawSocket.handshake("/chat/x?name=%0aWARN%20forged-line%1b%5b31m"));
    answer(target, RawSocket.handshake("/chat/x", "Origin: http://a" + ESCAPE + "[31mb"));
    answer(target, RawSocket.handshake("/chat/x", "X-Forwarded-For: a\u001b[31mb"));
    String log = target.log();
    if (log.contains(ESCAPE) || log.lines().anyMatch(line -> line.startsWith("WARN forged"))) {
      wrong.add("bytes of a client's choice stand in the log");
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("; ", wrong));
    }
    return "404, 400; nothing in the log";
  }

  /** A name of somebody else's for this host, as a page has it that was re-bound to loopback. */
  public static String hosts(Target target) {
    List<String> wrong = new ArrayList<>();
    for (String host : List.of("evil.example", "evil.example:8080", "localhost.evil.example")) {
      String[] own = {"Host: " + host, "Origin: http://" + host};
      List<String> requests =
          List.of(
              RawSocket.handshake("/chat/hosts")
                  .replace("localhost:8080", host)
                  .replace("\r\n\r\n", "\r\n" + own[1] + "\r\n\r\n"),
              RawSocket.request("GET /rooms/hosts/messages HTTP/1.1", own[0], own[1]),
              RawSocket.request(
                      "POST /rooms/hosts/messages HTTP/1.1",
                      own[0],
                      own[1],
                      "Content-Type: text/plain",
                      "Content-Length: 4")
                  + "hola");
      for (String request : requests) {
        String answer = answer(target, request);
        if (!answer.startsWith("4")) {
          wrong.add(request.lines().findFirst().orElse("") + " of " + host + " → " + answer);
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("; ", wrong));
    }
    return "refused";
  }

  private static void expect(Target target, List<String> wrong, String status, String request) {
    String answer = answer(target, request);
    if (!answer.startsWith(status)) {
      String[] lines = request.split("\r\n\r\n")[0].split("\r\n");
      wrong.add(lines[lines.length - 1] + " → " + answer + " for " + status);
    }
  }

  /** The status, or what came instead. */
  private static String answer(Target target, String request) {
    try (RawSocket socket = target.connect().patientFor(5_000)) {
      byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
      String head = socket.send(bytes).response();
      return head.substring(9, 12);
    } catch (UncheckedIOException e) {
      return Bodies.timedOut(e) ? "nothing" : "cut";
    }
  }

  private static String head(String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add(1, "Host: localhost:8080");
    return RawSocket.request(all.toArray(String[]::new));
  }
}
