package io.tertulia.room.access;

import io.tertulia.room.Identity;
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

  /** The same person under another name. */
  public Principal named(String name) {
    return new Principal(new Identity(who.id(), name, who.guest()), credential, isAdmin, grants);
  }
}
