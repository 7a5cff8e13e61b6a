package io.tertulia.room.members;

/**
 * Who asks for something in a room, and what holds there whatever the room has stored.
 *
 * @param id of an identity
 * @param role by its token's grants
 * @param isAdmin whether it may do everything
 * @param byDefault what the configuration says of rooms of this name
 */
public record Authority(String id, Role role, boolean isAdmin, Policy byDefault)
    implements Warrant {
  /** Above {@link Role#OWNER}, as the scripts count. */
  private static final int ADMIN = Role.OWNER.rank() + 1;

  /** Of somebody whose credential says nothing of rooms, where nothing is configured. */
  public static Authority of(String id) {
    return new Authority(id, Role.NONE, false, Policy.OPEN);
  }

  /** As the scripts count. */
  public int rank() {
    return isAdmin ? ADMIN : role.rank();
  }
}
