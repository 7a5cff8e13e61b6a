package io.tertulia.room.access;

import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who was let in, whatever the door: who it is to others, and what it may do by its
 * credential.
 *
 * @param isAdmin whether it may do everything everywhere
 * @param grants roles by pattern of room, as its credential gives them: nothing is stored for them
 */
public record Principal(
    Identity who, Credential credential, boolean isAdmin, Map<String, String> grants) {
  /**
   * What somebody came with.
   *
   * @param id by which it can be revoked alone; null for none
   * @param issuedAt milliseconds of the wall clock, 0 when it does not say
   */
  public record Credential(@Nullable String id, long issuedAt) {
    /** Of who brought none. */
    public static final Credential NONE = new Credential(null, 0);
  }

  /** Somebody who brought nothing and may what everybody may. */
  public static Principal guest(Identity who) {
    return guest(who, Credential.NONE);
  }

  public static Principal guest(Identity who, Credential credential) {
    return new Principal(who, credential, false, Map.of());
  }

  /** Whether it brings the same to every room as another one, whose id is the same. */
  public boolean mayTheSame(Principal other) {
    return isAdmin == other.isAdmin && grants.equals(other.grants);
  }

  /**
   * What it brings to a room: the highest role that a pattern of its grants gives.
   *
   * @param byDefault what the configuration says of the room
   */
  public Authority authority(RoomId room, Policy byDefault) {
    if (room.isDirect()) {
      // Two people's own: a pattern of a token must not open it.
      return new Authority(who.id(), Role.NONE, isAdmin, Policy.DIRECT);
    }
    Role role = Role.NONE;
    for (Map.Entry<String, String> grant : grants.entrySet()) {
      Role granted = Role.parse(grant.getValue());
      if (granted != null && RoomPattern.matches(grant.getKey(), room.value())) {
        role = role.or(granted);
      }
    }
    return new Authority(who.id(), role, isAdmin, byDefault);
  }

  /** The same person under another name. */
  public Principal named(String name) {
    return new Principal(new Identity(who.id(), name, who.guest()), credential, isAdmin, grants);
  }
}
