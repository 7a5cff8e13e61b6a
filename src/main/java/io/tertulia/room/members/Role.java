package io.tertulia.room.members;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody is in a room, from the lowest to the highest. Redis keeps the ordinal. */
public enum Role {
  NONE,
  MEMBER,
  MODERATOR,
  OWNER;

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
