package io.tertulia.room.mine;

import io.tertulia.room.Position;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One room as one person has it.
 *
 * @param isFollowed whether it stands on the list; else there are only marks
 * @param with the other one of a direct room, null for any other room
 * @param read null for nothing yet
 * @param got up to where a device of this person has received it, null for nothing yet
 */
public record MyRoom(
    boolean isFollowed,
    @Nullable String with,
    Level level,
    @Nullable Mark read,
    @Nullable Position got) {
  private static final String NOTHING = "-";
  private static final int PARTS = 6;

  /** Of which nothing is kept. */
  public static final MyRoom NONE = new MyRoom(false, null, Level.ALL, null, null);

  /** What somebody wants to be told of, where no connection of its own is open. */
  public enum Level {
    ALL,
    MENTIONS,
    NONE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Level of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** What becomes of a change. */
  public sealed interface Outcome {}

  /** It is kept. */
  public record Changed(MyRoom now) implements Outcome {}

  /** It was so already, or further. */
  public record Same() implements Outcome {}

  /** The mark that stands is another one than was judged by: look, and judge again. */
  public record Outdated() implements Outcome {}

  /** So many are kept that there is no place for one more. */
  public record Full() implements Outcome {}

  /** The other way round of {@link #text}. */
  public static MyRoom parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not a room of somebody: " + text);
    }
    return new MyRoom(
        parts[0].equals("1"),
        parts[1].equals(NOTHING) ? null : parts[1],
        Level.of(parts[2]),
        parts[3].equals(NOTHING)
            ? null
            : new Mark(Position.parse(parts[3]), Long.parseLong(parts[4])),
        parts[5].equals(NOTHING) ? null : Position.parse(parts[5]));
  }

  /** As the script reads it: followed, with, level, read, n there, got. */
  public String text() {
    return (isFollowed ? "1 " : "0 ")
        + (with == null ? NOTHING : with)
        + " "
        + level.wireName()
        + " "
        + (read == null ? NOTHING : read.position().cursor())
        + " "
        + (read == null ? 0 : read.messages())
        + " "
        + (got == null ? NOTHING : got.cursor());
  }

  /**
   * What it is after a change of it; the same as the script says. Not for {@link Change.Forget}.
   */
  public Outcome after(Change change) {
    return switch (change) {
      case Change.Follow(String other, Mark from) ->
          changed(
              new MyRoom(
                  true, other == null ? with : other, level, read == null ? from : read, got));
      case Change.Notify(Level wanted) -> changed(new MyRoom(isFollowed, with, wanted, read, got));
      case Change.Read(Mark to, Position over) -> {
        Outcome no = unless(read == null ? null : read.position(), to.position(), over);
        yield no == null ? changed(new MyRoom(isFollowed, with, level, to, got)) : no;
      }
      case Change.Got(Position to, Position over) -> {
        Outcome no = unless(got, to, over);
        yield no == null ? changed(new MyRoom(isFollowed, with, level, read, to)) : no;
      }
      case Change.Forget forget -> throw new IllegalArgumentException("nothing is left then");
    };
  }

  private Outcome changed(MyRoom now) {
    return equals(now) ? new Same() : new Changed(now);
  }

  /** Why a mark does not go on from one position to another, null when it does. */
  private static @Nullable Outcome unless(
      @Nullable Position from, Position to, @Nullable Position over) {
    if (from == null) {
      return null;
    }
    if (from.epoch().equals(to.epoch())) {
      return from.seq() >= to.seq() ? new Same() : null;
    }
    return from.equals(over) ? null : new Outdated();
  }
}
