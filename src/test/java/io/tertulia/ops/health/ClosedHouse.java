package io.tertulia.ops.health;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.AccessPolicy;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Lets nobody in and nobody speak until it is opened. */
@Alternative
@Singleton
class ClosedHouse implements AccessPolicy {
  private volatile boolean open;

  void open() {
    open = true;
  }

  @Override
  public Admission admit(Command.Hello hello, @Nullable Identity already) {
    return new Rejected(ErrorCode.FORBIDDEN, "name", "The house is closed.");
  }

  @Override
  public boolean allows(Identity who, Action action, RoomId room) {
    return open;
  }
}
