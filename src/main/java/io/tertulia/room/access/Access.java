package io.tertulia.room.access;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who may enter, and what they may do where. Any thread; never blocks. A stage may complete on any
 * thread, and has to complete within seconds, because a client's commands wait for it;
 * exceptionally when it cannot be found out now. Whoever knows at once returns a stage that is
 * complete: with that the caller goes on in line.
 */
public interface Access {
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
  CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already);

  CompletionStage<Boolean> allows(Principal who, Action action, RoomId room);

  /** What somebody brings to a room, whatever that has stored. Never waits. */
  default Authority authority(Principal who, RoomId room) {
    return who.authority(room, Policy.OPEN);
  }

  /** Whether somebody may give a room a policy that has none, and be its owner. */
  default boolean mayCreate(Principal who) {
    return !who.who().guest();
  }

  /**
   * What somebody who was admitted is told when it may not stay any more, null while it may. Known
   * at once.
   */
  default @Nullable Rejected expelled(Principal who) {
    return null;
  }

  /**
   * Whether nobody may come in from there. Known at once.
   *
   * @param address as connections have it: of IPv6 the network
   */
  default boolean isBanned(String address) {
    return false;
  }

  /** Whether somebody here issues tokens: then one that comes with a connection is looked at. */
  default boolean takesTokens() {
    return false;
  }

  /** Names the one who is told of changed rights; once, at the start. Not where none change. */
  default void listen(Listener listener) {}

  /** Who has to ask again when rights changed. */
  interface Listener {
    /** Any thread; after {@link Access#allows} answers by the new rights. */
    void changed(Change change);
  }

  /** Whose rights changed, and where. */
  sealed interface Change {
    boolean concerns(Identity who, RoomId room);
  }

  /**
   * @param id of an identity
   */
  record OfUser(String id) implements Change {
    @Override
    public boolean concerns(Identity who, RoomId room) {
      return who.id().equals(id);
    }
  }

  record OfRoom(RoomId room) implements Change {
    @Override
    public boolean concerns(Identity who, RoomId other) {
      return other.equals(room);
    }
  }

  record OfAll() implements Change {
    @Override
    public boolean concerns(Identity who, RoomId room) {
      return true;
    }
  }

  sealed interface Admission {}

  /**
   * @param resume the credential that restores this identity on any node, null when there is none
   * @param expiresAt when it has to be admitted again, in milliseconds of the wall clock; 0 for
   *     never
   */
  record Admitted(Principal principal, @Nullable String resume, long expiresAt)
      implements Admission {
    public Identity who() {
      return principal.who();
    }
  }

  /**
   * @param field what in the hello was wrong, null for nothing
   */
  record Rejected(ErrorCode code, @Nullable String field, String message) implements Admission {}
}
