package io.tertulia.room.members;

import org.jspecify.annotations.Nullable;

/**
 * What somebody may do in a room, as of one moment of its log.
 *
 * @param role by token or as stored, whichever is higher
 * @param isAdmin whether it may do everything
 */
public record Right(Role role, boolean isAdmin, Policy policy, Standing stored) {
  public static Right of(Authority who, RoomRules rules, Standing stored) {
    return new Right(
        who.role().or(stored.role()), who.isAdmin(), rules.over(who.byDefault()), stored);
  }

  /** Why something may not be done. */
  public enum Why {
    /** It is for those who belong there, and nobody else learns more than that. */
    STRANGER,
    BANNED,
    MUTED,
    /** Only people of a higher role say something there. */
    LISTENS,
    /** It is another one's message. */
    NOT_YOURS,
    /** Only moderators may mean everybody in the room. */
    NO_NOTICE
  }

  /**
   * @param until milliseconds since 1970 UTC, {@link Standing#FOREVER} for good, 0 where it does
   *     not end by itself
   */
  public record Denial(Why why, long until) {
    /**
     * @param deed what may not be done, as in "say something in"
     */
    public String words(String deed) {
      return switch (why) {
        case STRANGER, LISTENS -> "You may not " + deed + " this room.";
        case BANNED -> "You are banned from this room.";
        case MUTED -> "You are muted in this room.";
        case NOT_YOURS -> "That message is not yours.";
        case NO_NOTICE -> "Only moderators may notify the room: say it without notify.";
      };
    }
  }

  /**
   * @return null when it may be done
   */
  public @Nullable Denial toRead(long now) {
    if (isAdmin) {
      return null;
    }
    if (stored.isBanned(now)) {
      return new Denial(Why.BANNED, stored.bannedUntil());
    }
    return policy.read() == Policy.Read.MEMBERS && role == Role.NONE
        ? new Denial(Why.STRANGER, 0)
        : null;
  }

  /**
   * To say something or let oneself be noticed otherwise.
   *
   * @return null when it may be done
   */
  public @Nullable Denial toSay(long now) {
    Denial no = toRead(now);
    if (no != null || isAdmin) {
      return no;
    }
    if (stored.isMuted(now)) {
      return new Denial(Why.MUTED, stored.mutedUntil());
    }
    return role.isAtLeast(policy.say().least()) ? null : new Denial(Why.LISTENS, 0);
  }

  /** Whether nothing holds for it but what holds where nobody configured anything. */
  public boolean isOpen() {
    return policy.isOpen() && stored.equals(Standing.NONE);
  }

  /** Seconds that it has to leave between two says. */
  public int slow() {
    return isAdmin || role.isAtLeast(Role.MODERATOR) ? 0 : policy.slow();
  }
}
