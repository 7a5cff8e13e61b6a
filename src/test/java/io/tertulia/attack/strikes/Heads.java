package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Late;
import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.RawSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Headers that are long and of a shape that costs a careless reader more than their length. */
public final class Heads {
  private static final int LONG = 15_000;
  private static final Duration WITHIN = Duration.ofSeconds(12);

  private Heads() {}

  /** One range of thousands of parts, eight times at once. */
  public static String languages(Target target) throws InterruptedException {
    String range =
        "aa"
            + IntStream.range(0, LONG / 3)
                .mapToObj(i -> "-" + (char) ('a' + i % 26) + i % 10)
                .collect(Collectors.joining());
    return answered(target, target.some(8), List.of("Accept-Language: " + range));
  }

  /** The same with every header that a door reads before it lets somebody in. */
  public static String others(Target target) throws InterruptedException {
    return answered(
        target,
        target.some(64),
        List.of(
            "Accept-Language: " + "a,".repeat(LONG / 2),
            "Accept-Language: " + "en;q=0.1,".repeat(LONG / 9),
            "Accept-Language: x" + "-*".repeat(LONG / 2),
            "Sec-WebSocket-Protocol: " + ",".repeat(LONG),
            "Sec-WebSocket-Extensions: " + "a;b=c,".repeat(LONG / 6),
            "Connection: Upgrade" + ",x".repeat(LONG / 2),
            "Origin: http://" + "a.".repeat(LONG / 2),
            "Cookie: " + "a=b;".repeat(LONG / 4),
            "Authorization: Bearer " + "a.".repeat(LONG / 2),
            "Forwarded: " + "for=1.2.3.4,".repeat(LONG / 12),
            "X-Forwarded-For: " + "1.2.3.4,".repeat(LONG / 8)));
  }

  private static String answered(Target target, int times, List<String> headers)
      throws InterruptedException {
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicLong slowest = new AtomicLong();
    boolean all =
        target.together(
            times,
            WITHIN,
            i -> {
              long begun = System.nanoTime();
              try {
                String header = headers.get(i % headers.size());
                target.connect(i).send(RawSocket.handshake("/chat/heads", header)).response();
              } catch (UncheckedIOException e) {
                wrong.add(String.valueOf(e.getMessage()));
              }
              long took = System.nanoTime() - begun;
              slowest.accumulateAndGet(took, Math::max);
            });
    if (!all || !wrong.isEmpty()) {
      throw new Late(
          "%d of %d were not answered in 10 s %s".formatted(wrong.size(), times, wrong.peek()));
    }
    return "%d answered, the slowest after %d ms".formatted(times, slowest.get() / 1_000_000);
  }
}
