package io.tertulia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is done before a node ends. */
class ShutdownTasksTest {
  private final List<String> begun = new ArrayList<>();

  @Test
  void all_are_begun_before_any_is_waited_for() {
    CompletableFuture<String> first = new CompletableFuture<>();
    ShutdownTask waits = task("waits", () -> first);
    ShutdownTask releases =
        task(
            "releases",
            () -> {
              first.complete("done");
              return CompletableFuture.completedStage("done");
            });
    ShutdownTasks.run(List.of(waits, releases), Duration.ofMinutes(5), System::nanoTime);
    assertThat(begun).containsExactly("waits", "releases");
  }

  @Test
  void one_that_fails_or_never_ends_keeps_none_of_the_others_back() {
    ShutdownTask throwing =
        task(
            "throwing",
            () -> {
              throw new IllegalStateException("broken");
            });
    ShutdownTask failing =
        task("failing", () -> CompletableFuture.failedStage(new IllegalStateException("broken")));
    ShutdownTask endless = task("endless", CompletableFuture::new);
    ShutdownTask good = task("good", () -> CompletableFuture.completedStage("done"));
    ShutdownTasks.run(
        List.of(throwing, failing, endless, good), Duration.ofMillis(10), System::nanoTime);
    assertThat(begun).containsExactly("throwing", "failing", "endless", "good");
  }

  private ShutdownTask task(String name, Supplier<CompletionStage<?>> work) {
    return new ShutdownTask() {
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
