package io.tertulia.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.machine.Use;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R12: five of a hundred members of a busy room do not read. */
@Tag("alone")
class SlowReadersE2E {
  private static final int MEMBERS = 100;
  private static final int SLOW = 5;
  private static final int ROUNDS = 3;
  private static final int BYTES = 6_000;

  /** Messages a second at most; a third of what this machine carries, but so many at least. */
  private static final int MOST = 128;

  private static final int LEAST = 40;
  private static final double SHARE = 1.0 / 3;

  /** Messages of a round: 2.4 MB to each. */
  private static final int ROUND = 400;

  /** More than 16 MB to each, at twice the pace. */
  private static final int LONG = 2_900;

  private static final Duration CATCHES_UP = Duration.ofSeconds(15);

  /**
   * What the long round would hold for the slow ones, 88 MB, is far more than the node may use
   * outside its heap.
   */
  private static final PackagedNode.Way SMALL =
      new PackagedNode.Way(
          List.of("-Xmx384m", "-XX:MaxDirectMemorySize=48m"),
          Map.of(),
          List.of(
              "tertulia.retention.room-bytes=64M",
              "tertulia.limits.rate-per-session=10000",
              "tertulia.limits.rate-per-user=10000",
              "tertulia.limits.rate-per-address=10000"));

  @Test
  void others_do_not_notice_and_the_slow_ones_miss_nothing() {
    try (Machine machine = Machine.watch();
        PackagedNode node = PackagedNode.start(SMALL)) {
      URI at = URI.create("http://127.0.0.1:" + node.port());
      List<Reader> all = Stream.generate(() -> Reader.enter(at)).limit(MEMBERS).toList();
      List<Reader> slow = all.subList(0, SLOW);
      List<Reader> others = all.subList(SLOW, MEMBERS);
      Reader speaker = Reader.enter(at);
      talk(speaker, others, ROUND, MOST);
      int pace = calibrate(machine, () -> talk(speaker, others, ROUND, MOST));

      List<Double> calm = new ArrayList<>();
      List<Double> held = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        calm.add(talk(speaker, others, ROUND, pace));
        held.add(hold(slow, () -> talk(speaker, others, ROUND, pace)));
        caughtUp(slow, speaker);
      }
      System.out.printf("p99 in ms, all read: %s%nfive do not: %s%n", calm, held);
      hold(slow, () -> talk(speaker, others, LONG, 2 * pace));
      caughtUp(slow, speaker);
      assertThat(all).allSatisfy(reader -> assertThat(reader.failure()).isNull());
      assertThat(node.log()).doesNotContain("ERROR").doesNotContain("OutOfMemory");
      all.forEach(Reader::close);
      speaker.close();
      Use use = machine.use();
      System.out.println(use);
      assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
      assertThat(median(held)).isLessThanOrEqualTo(Math.max(1.1 * median(calm), median(calm) + 2));
    }
  }

  /** The pace that takes a third of this machine, by how much of it a round takes. */
  private static int calibrate(Machine machine, Runnable round) {
    int moment = machine.moment();
    round.run();
    Use use = machine.useSince(moment);
    double carries = ROUND * 1e9 / use.span().toNanos() / Math.max(use.own(), 0.01);
    int pace = (int) Math.clamp(carries * SHARE, LEAST, MOST);
    System.out.printf("calibrated: %d messages a second; %.0f would take all%n", pace, carries);
    return pace;
  }

  private static double hold(List<Reader> slow, DoubleSupplier talk) {
    slow.forEach(Reader::hold);
    double p99 = talk.getAsDouble();
    // Else they were not slow.
    assertThat(slow).allSatisfy(reader -> assertThat(reader.behind()).isGreaterThan(ROUND / 2));
    slow.forEach(Reader::release);
    return p99;
  }

  /** Says so many at a pace, and answers the 99th percentile of their way to the others, in ms. */
  private static double talk(Reader speaker, List<Reader> to, int count, int pace) {
    to.forEach(Reader::forget);
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Pause.of(Duration.ofNanos(begun + i * 1_000_000_000L / pace - System.nanoTime()));
      speaker.say(BYTES);
    }
    await().atMost(CATCHES_UP).until(() -> to.stream().allMatch(r -> r.seen() == speaker.said()));
    long[] sorted = to.stream().flatMapToLong(Reader::delays).sorted().toArray();
    return sorted[(int) (sorted.length * 0.99)] / 1e6;
  }

  private static void caughtUp(List<Reader> slow, Reader speaker) {
    await()
        .atMost(CATCHES_UP)
        .failFast(() -> assertThat(slow).extracting(Reader::failure).containsOnlyNulls())
        .untilAsserted(
            () -> assertThat(slow).extracting(Reader::seen).containsOnly(speaker.said()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
