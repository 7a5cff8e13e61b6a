package io.tertulia.ops.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.MessageLog.LastThing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The last things before a node ends. */
class ShutdownTasksTest {
  private final List<String> begun = new ArrayList<>();

  @Test
  void all_are_begun_before_any_is_waited_for() {
    CompletableFuture<String> first = new CompletableFuture<>();
    LastThing waits = thing("waits", () -> first);
    LastThing releases =
        thing(
            "releases",
            () -> {
              first.complete("done");
              return CompletableFuture.completedStage("done");
            });
    ShutdownTasks.run(List.of(waits, releases), Duration.ofMinutes(5));
    assertThat(begun).containsExactly("waits", "releases");
  }

  @Test
  void one_that_fails_or_never_ends_keeps_none_of_the_others_back() {
    LastThing throwing =
        thing(
            "throwing",
            () -> {
              throw new IllegalStateException("broken");
            });
    LastThing failing =
        thing("failing", () -> CompletableFuture.failedStage(new IllegalStateException("broken")));
    LastThing endless = thing("endless", CompletableFuture::new);
    LastThing good = thing("good", () -> CompletableFuture.completedStage("done"));
    ShutdownTasks.run(List.of(throwing, failing, endless, good), Duration.ofMillis(10));
    assertThat(begun).containsExactly("throwing", "failing", "endless", "good");
  }

  private LastThing thing(String name, Supplier<CompletionStage<?>> work) {
    return new LastThing() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CompletionStage<?> begin() {
        begun.add(name);
        return work.get();
      }
    };
  }
}
