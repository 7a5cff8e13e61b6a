package io.tertulia.room.access;

import io.tertulia.room.RoomId;
import io.tertulia.room.members.Policy;
import java.util.List;

/**
 * What the configuration says of rooms.
 *
 * @param byName the first whose pattern fits a room's name is its policy until somebody changes it
 * @param creators who may give a room a policy that has none, and be its owner
 */
public record RoomDefaults(List<Default> byName, Creators creators) {
  public static final RoomDefaults NONE = new RoomDefaults(List.of(), Creators.USERS);

  /**
   * @param pattern of names, as {@link RoomPattern} reads it
   */
  public record Default(String pattern, Policy policy) {}

  /** Guests never may. */
  public enum Creators {
    USERS,
    ADMINS
  }

  /** A node's own rooms are nobody's: it must hear itself whatever the rooms of people allow. */
  public Policy of(RoomId room) {
    if (room.isReserved()) {
      return Policy.OPEN;
    }
    for (Default one : byName) {
      if (RoomPattern.matches(one.pattern(), room.value())) {
        return one.policy();
      }
    }
    return Policy.OPEN;
  }

  public boolean mayCreate(Principal who) {
    return who.isAdmin() || (creators == Creators.USERS && !who.who().guest());
  }
}
