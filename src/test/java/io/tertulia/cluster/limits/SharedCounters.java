package io.tertulia.cluster.limits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counters in memory, that can be away. */
final class SharedCounters implements Counters {
  final List<List<Count>> asked = new ArrayList<>();
  private final Map<List<Object>, Long> sums = new HashMap<>();

  /** What becomes of what is asked. */
  enum Mood {
    ANSWERS,
    FAILS,
    /** Adds, but the answer is lost. */
    FORGETS_TO_ANSWER,
    /** Answers when told to. */
    HESITATES
  }

  Mood mood = Mood.ANSWERS;
  private final List<Runnable> held = new ArrayList<>();

  @Override
  public CompletionStage<long[]> add(List<Count> counts) {
    asked.add(counts);
    return switch (mood) {
      case ANSWERS -> CompletableFuture.completedStage(sum(counts));
      case FAILS -> CompletableFuture.failedStage(new IllegalStateException("away"));
      case FORGETS_TO_ANSWER -> {
        sum(counts);
        yield CompletableFuture.failedStage(new IllegalStateException("no answer"));
      }
      case HESITATES -> {
        CompletableFuture<long[]> later = new CompletableFuture<>();
        held.add(() -> later.complete(sum(counts)));
        yield later;
      }
    };
  }

  void answer() {
    List<Runnable> now = List.copyOf(held);
    held.clear();
    now.forEach(Runnable::run);
  }

  private long[] sum(List<Count> counts) {
    return counts.stream()
        .mapToLong(
            count ->
                sums.merge(
                    List.of(count.kind(), count.name(), count.window()), count.amount(), Long::sum))
        .toArray();
  }
}
