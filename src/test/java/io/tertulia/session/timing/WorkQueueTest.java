package io.tertulia.session.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private long nanos;
  private final WorkQueue work = new WorkQueue(turns::add, () -> nanos);

  @Test
  void steps_are_taken_in_their_order_for_two_milliseconds_of_each_turn() {
    IntStream.range(0, 10).forEach(i -> work.add(() -> takes(700_000, i)));
    turns.remove().run();
    assertThat(done).containsExactly(0, 1, 2);
    assertThat(turns).hasSize(1);
    work.add(() -> takes(0, 10));
    assertThat(turns).hasSize(1);
    runAll();
    assertThat(done).isEqualTo(IntStream.rangeClosed(0, 10).boxed().toList());
  }

  @Test
  void a_step_that_is_longer_than_a_turn_is_taken_all_the_same() {
    work.add(() -> takes(50_000_000, 1));
    work.add(() -> takes(0, 2));
    turns.remove().run();
    assertThat(done).containsExactly(1);
    runAll();
    assertThat(done).containsExactly(1, 2);
  }

  @Test
  void one_that_fails_holds_up_nobody() {
    work.add(
        () -> {
          throw new StackOverflowError("on purpose");
        });
    work.add(() -> takes(0, 2));
    runAll();
    work.add(() -> takes(0, 3));
    runAll();
    assertThat(done).containsExactly(2, 3);
  }

  private void takes(long time, int step) {
    nanos += time;
    done.add(step);
  }

  private void runAll() {
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
  }
}
