package io.tertulia.heart.held;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Access far away, whose rights change: while held, a question is answered when the test says so.
 */
public final class HeldAccess implements Access {
  private final Access access;
  private final Queue<Runnable> answers = new ArrayDeque<>();
  private final Set<String> forbidden = new HashSet<>();
  private boolean held;
  private boolean broken;
  private boolean shut;
  private @Nullable Listener listener;

  public HeldAccess(Access access) {
    this.access = access;
  }

  public void hold() {
    held = true;
  }

  /** Answers everything, and holds nothing from now on. */
  public void release() {
    held = false;
    while (answer()) {
      // until nothing is asked
    }
  }

  /** The oldest question is answered, as things were when it was asked. */
  public boolean answer() {
    Runnable next = answers.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  public int underWay() {
    return answers.size();
  }

  /** From now on no question can be answered, or each can again. */
  public void breakDown(boolean down) {
    broken = down;
  }

  /** Nobody may do that in this room from now on; nobody is told yet. */
  public void forbid(Action action, String room) {
    forbidden.add(action + room);
  }

  public void allow(Action action, String room) {
    forbidden.remove(action + room);
  }

  /** Nobody comes in from now on; nobody is told yet. */
  public void shut() {
    shut = true;
  }

  public void tell(Change change) {
    Objects.requireNonNull(listener).changed(change);
  }

  @Override
  public void listen(Listener one) {
    listener = one;
  }

  @Override
  public @Nullable Rejected expelled(Principal who) {
    return access.expelled(who);
  }

  @Override
  public boolean isBanned(String address) {
    return access.isBanned(address);
  }

  @Override
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    return ask(
        () ->
            shut
                ? new Rejected(ErrorCode.TOKEN_INVALID, null, "on purpose")
                : access.admit(hello, already).toCompletableFuture().join());
  }

  @Override
  public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
    return ask(() -> !forbidden.contains(action + room.value()));
  }

  private <T> CompletionStage<T> ask(Supplier<T> question) {
    if (broken) {
      return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
    }
    T answer = question.get();
    if (!held) {
      return CompletableFuture.completedFuture(answer);
    }
    CompletableFuture<T> later = new CompletableFuture<>();
    answers.add(() -> later.complete(answer));
    return later;
  }
}
