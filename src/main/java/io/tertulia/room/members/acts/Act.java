package io.tertulia.room.members.acts;

import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import org.jspecify.annotations.Nullable;

/** What somebody wants to change of a room or of somebody in it. */
public sealed interface Act {
  /**
   * Creates the room's policy or changes it; null stays as it is.
   *
   * @param slow seconds
   */
  record Configure(
      Policy.@Nullable Read read,
      Policy.@Nullable Say say,
      @Nullable String title,
      @Nullable String topic,
      @Nullable Integer slow)
      implements Act {
    boolean touchesPolicy() {
      return read != null || say != null || slow != null;
    }
  }

  /** What is done to one person. */
  sealed interface OnPerson extends Act {
    String user();
  }

  record Grant(String user, Role role) implements OnPerson {}

  /** Out now, and may come back. */
  record Kick(String user) implements OnPerson {}

  /**
   * @param time milliseconds from now; null for good, 0 lifts it
   */
  record Mute(String user, @Nullable Long time) implements OnPerson {}

  /**
   * @param time milliseconds from now; null for good, 0 lifts it
   */
  record Ban(String user, @Nullable Long time) implements OnPerson {}
}
