package io.tertulia.ops.health;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets nobody in and nobody speak until it is opened. */
@Alternative
@Singleton
class ClosedHouse implements Access {
  private volatile boolean open;

  void open() {
    open = true;
  }

  @Override
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    return CompletableFuture.completedFuture(
        new Rejected(ErrorCode.FORBIDDEN, "name", "The house is closed."));
  }

  @Override
  public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
    return CompletableFuture.completedFuture(open);
  }
}
