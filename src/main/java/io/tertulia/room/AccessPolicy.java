package io.tertulia.room;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Who may enter, and what they may do where. Any thread; never blocks. */
public interface AccessPolicy {
  enum Action {
    READ,
    SAY
  }

  /**
   * Who this client is, by what its hello carries.
   *
   * @param already who it is since an earlier hello of the same session, which a later one cannot
   *     change
   */
  Admission admit(Command.Hello hello, @Nullable Identity already);

  boolean allows(Identity who, Action action, RoomId room);

  sealed interface Admission {}

  /**
   * @param resume the credential that restores this identity on any node, null when there is none
   */
  record Admitted(Identity who, @Nullable String resume) implements Admission {}

  record Rejected(ErrorCode code, String field, String message) implements Admission {}
}
