package io.tertulia.room.members;

import io.tertulia.protocol.Event;

/**
 * What is stored of one person in one room.
 *
 * @param role what was granted
 * @param mutedUntil milliseconds since 1970 UTC; 0 for not at all, {@link #FOREVER} for good
 * @param bannedUntil likewise
 */
public record Standing(Role role, long mutedUntil, long bannedUntil) {
  /** For good: the largest whole number that every JSON reader keeps exact. */
  public static final long FOREVER = Event.FOREVER;

  /** Of somebody of whom nothing is stored. */
  public static final Standing NONE = new Standing(Role.NONE, 0, 0);

  public static Standing parse(String text) {
    String[] parts = text.split(" ", -1);
    return new Standing(
        Role.of(Integer.parseInt(parts[0])), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** As the scripts read it. */
  public String text() {
    return role.rank() + " " + mutedUntil + " " + bannedUntil;
  }

  public boolean isMuted(long now) {
    return mutedUntil > now;
  }

  public boolean isBanned(long now) {
    return bannedUntil > now;
  }

  public Standing as(Role other) {
    return new Standing(other, mutedUntil, bannedUntil);
  }

  public Standing muted(long until) {
    return new Standing(role, until, bannedUntil);
  }

  public Standing banned(long until) {
    return new Standing(role, mutedUntil, until);
  }
}
