package io.tertulia.heart.held;

import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A log far away: while held, a request arrives when the test says so, and so does its answer. */
public final class HeldLog implements MessageLog {
  private final MessageLog log;
  private final Queue<Runnable> requests = new ArrayDeque<>();
  private final Queue<Runnable> answers = new ArrayDeque<>();
  private boolean held;
  private boolean broken;
  private boolean fallen;

  public HeldLog(MessageLog log) {
    this.log = log;
  }

  public void hold() {
    held = true;
  }

  /** Lets go of everything, and holds nothing from now on. */
  public void release() {
    held = false;
    while (arrive() || answer()) {
      // until nothing is under way
    }
  }

  /** From now on every answer is a failure, whatever became of the request. */
  public void breakDown(boolean down) {
    broken = down;
  }

  /** The oldest request gets there. */
  public boolean arrive() {
    return run(requests);
  }

  /** The oldest answer comes back. */
  public boolean answer() {
    return run(answers);
  }

  public int underWay() {
    return requests.size() + answers.size();
  }

  @Override
  public CompletionStage<Appended> append(RoomId room, Draft draft) {
    return send(() -> log.append(room, draft));
  }

  @Override
  public CompletionStage<Page> read(RoomId room, Query query) {
    return send(() -> log.read(room, query));
  }

  @Override
  public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    return send(() -> log.read(room, query, reader));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return send(() -> log.look(room, people));
  }

  /** From now on whatever is asked throws. */
  public void fallOver(boolean does) {
    fallen = does;
  }

  private <T> CompletionStage<T> send(Supplier<CompletionStage<T>> request) {
    if (fallen) {
      throw new IllegalStateException("on purpose");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable arrival =
        () -> {
          T value = request.get().toCompletableFuture().join();
          boolean fails = broken;
          answers.add(
              () -> {
                if (fails) {
                  result.completeExceptionally(new IllegalStateException("the log is away"));
                } else {
                  result.complete(value);
                }
              });
        };
    requests.add(arrival);
    if (!held) {
      release();
    }
    return result;
  }

  private static boolean run(Queue<Runnable> queue) {
    Runnable next = queue.poll();
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }
}
