package io.tertulia.room.members;

import java.util.Locale;

/**
 * What a room allows whom.
 *
 * @param slow seconds between two says of one person that is no moderator; 0 for none
 */
public record Policy(Read read, Say say, int slow) {
  /** Of a room that nobody configured, unless the configuration says otherwise for its name. */
  public static final Policy OPEN = new Policy(Read.ALL, Say.ALL, 0);

  /** Of the rooms of two, whatever the configuration says. */
  public static final Policy DIRECT = new Policy(Read.MEMBERS, Say.MEMBERS, 0);

  /** Who may read. */
  public enum Read {
    ALL,
    MEMBERS;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who may say something. */
  public enum Say {
    ALL,
    MEMBERS,
    MODERATORS;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    Role least() {
      return switch (this) {
        case ALL -> Role.NONE;
        case MEMBERS -> Role.MEMBER;
        case MODERATORS -> Role.MODERATOR;
      };
    }
  }

  /** Whether everybody may do everything, so that nobody has to be asked for. */
  public boolean isOpen() {
    return equals(OPEN);
  }
}
