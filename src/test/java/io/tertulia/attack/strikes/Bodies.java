package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Late;
import io.tertulia.attack.target.Outcomes;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.RawSocket;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What holds memory, descriptors or attention before anybody is known. */
public final class Bodies {
  /** The most that a body may have. */
  private static final int BODY = 409_600;

  /** Connections that a node holds of one address. */
  private static final int PER_ADDRESS = 500;

  private Bodies() {}

  /** Bodies that stop one byte before their end: 1,600 of them would be 650 MB. */
  public static String unfinished(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    byte[] body = new byte[BODY - 1];
    target.together(
        target.some(1_600),
        Duration.ofSeconds(12),
        i -> {
          try {
            RawSocket socket = target.connect(i).patientFor(3_000);
            socket.send(
                RawSocket.request(
                    "POST /rooms/bodies/messages HTTP/1.1",
                    "Host: localhost:8080",
                    "Content-Type: text/plain",
                    "Content-Length: " + BODY));
            socket.send(body);
            outcomes.status(socket.response());
          } catch (UncheckedIOException e) {
            outcomes.count(timedOut(e) ? "held" : "cut");
          }
        });
    return unlessHeld(outcomes, target.some(1_600) / 2);
  }

  /** Connections that say nothing at all, from few addresses. */
  public static String silent(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    target.together(
        target.some(3_000),
        Duration.ofSeconds(10),
        i -> {
          try {
            RawSocket socket = target.connect(i % 3).patientFor(2_000);
            outcomes.count(socket.untilEnd().length == 0 ? "ended" : "answered");
          } catch (UncheckedIOException e) {
            outcomes.count(timedOut(e) ? "held" : "cut");
          }
        });
    return unlessHeld(outcomes, 3 * PER_ADDRESS);
  }

  /** Handshakes without end from one address, each left at once. */
  public static String upgrades(Target target) throws InterruptedException {
    Outcomes outcomes = new Outcomes();
    long end = System.nanoTime() + Duration.ofSeconds(target.some(8)).toNanos();
    target.together(
        8,
        Duration.ofSeconds(12),
        i -> {
          for (int n = 0; n < 10_000 && System.nanoTime() - end < 0; n++) {
            try (RawSocket socket = target.connect().patientFor(3_000)) {
              outcomes.status(socket.send(RawSocket.handshake("/chat/upgrades")).response());
            } catch (UncheckedIOException e) {
              outcomes.count(timedOut(e) ? "late" : "cut");
            }
          }
        });
    if (outcomes.of("429") == 0) {
      throw new Late("no upgrade was refused: " + outcomes);
    }
    return outcomes.toString();
  }

  private static String unlessHeld(Outcomes outcomes, int most) {
    if (outcomes.of("held") > most) {
      throw new Late("more than %d are held: %s".formatted(most, outcomes));
    }
    return outcomes.toString();
  }

  static boolean timedOut(UncheckedIOException e) {
    return e.getCause() instanceof java.net.SocketTimeoutException;
  }
}
