package io.tertulia.session.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What one client asks keeps its order, whenever the answers come. */
class TurnsTest {
  private final List<String> done = new ArrayList<>();
  private final Turns turns =
      new Turns(
          new Steps(
              Runnable::run,
              failure -> {
                throw new AssertionError(failure);
              }),
          () -> done.add("went on"));
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  @Test
  void what_is_known_is_done_in_line() {
    turns.await(CompletableFuture.completedFuture("yes"), done::add);
    turns.take(() -> done.add("next"));
    assertThat(done).containsExactly("yes", "next");
  }

  @Test
  void what_is_not_known_yet_holds_back_what_is_behind_it() {
    turns.await(answer, done::add);
    turns.take(() -> done.add("next"));
    assertThat(turns.areFree()).isFalse();
    answer.complete("yes");
    assertThat(done).containsExactly("yes", "next", "went on");
    assertThat(turns.areFree()).isTrue();
  }

  @Test
  void one_that_waits_may_have_to_ask_in_its_turn() {
    CompletableFuture<String> second = new CompletableFuture<>();
    turns.await(answer, done::add);
    turns.take(() -> turns.await(second, done::add));
    turns.take(() -> done.add("last"));
    answer.complete("first");
    assertThat(done).containsExactly("first", "went on");
    second.complete("second");
    assertThat(done).containsExactly("first", "went on", "second", "last", "went on");
  }

  @Test
  void a_failure_is_an_answer() {
    turns.await(answer, it -> done.add(String.valueOf(it)));
    answer.completeExceptionally(new IllegalStateException("on purpose"));
    assertThat(done).containsExactly("null", "went on");
  }

  @Test
  void after_the_end_nothing_that_waited_is_done() {
    turns.await(answer, done::add);
    turns.take(() -> done.add("next"));
    turns.end();
    answer.complete("late");
    assertThat(done).isEmpty();
  }

  @Test
  void an_answer_that_ends_it_leaves_nothing_to_be_done() {
    turns.await(answer, it -> turns.end());
    turns.take(() -> done.add("next"));
    answer.complete("no");
    assertThat(done).isEmpty();
    assertThat(turns.areFree()).isTrue();
  }

  @Test
  void a_turn_that_ends_it_is_the_last() {
    turns.await(answer, done::add);
    turns.take(turns::end);
    turns.take(() -> done.add("next"));
    answer.complete("yes");
    assertThat(done).containsExactly("yes", "went on");
    assertThat(turns.countWaiting()).isZero();
  }
}
