package io.tertulia.room.members;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody is in a room, from the lowest to the highest. */
public enum Role {
  NONE(0),
  MEMBER(1),
  MODERATOR(2),
  OWNER(3);

  private final int rank;

  Role(int rank) {
    this.rank = rank;
  }

  /** As Redis keeps it. */
  public int rank() {
    return rank;
  }

  /** The other way round. */
  static Role of(int rank) {
    for (Role role : values()) {
      if (role.rank == rank) {
        return role;
      }
    }
    throw new IllegalArgumentException("not a role: " + rank);
  }

  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  public Role or(Role other) {
    return isAtLeast(other) ? this : other;
  }

  /** As it stands on the wire and in a token's grants. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for a word that is no role. */
  public static @Nullable Role parse(String word) {
    for (Role role : values()) {
      if (role.wireName().equals(word)) {
        return role;
      }
    }
    return null;
  }
}
