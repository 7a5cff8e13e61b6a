package io.tertulia.trial.journal;

import org.jspecify.annotations.Nullable;

/** Something that happened to one member; {@code at} is in nanoseconds since the journal began. */
public sealed interface Seen {
  long at();

  /** Something that happened in one room. */
  sealed interface InRoom extends Seen {
    String room();
  }

  /**
   * @param since the cursor asked for, null for live only
   */
  record Joined(long at, String room, @Nullable Cursor since, Cursor from, Cursor head)
      implements InRoom {}

  record Left(long at, String room) implements InRoom {}

  /**
   * @param position with the epoch that the contract makes the current one
   * @param was the place that it had before it was put back, null for one that was not
   */
  record Message(long at, String room, Cursor position, String mid, @Nullable String was)
      implements InRoom {}

  /**
   * A new epoch, or an entry of a type that the client does not know.
   *
   * @param after the end of the epoch before, null when it does not say
   */
  record Other(long at, String room, Cursor position, @Nullable String after) implements InRoom {}

  record Reset(long at, String room, String reason, Cursor cursor, long late) implements InRoom {}

  /**
   * The connection ended before another had taken its place.
   *
   * @param code the server's close code, {@link #BROKEN}, {@link #SILENT} or {@link #DROPPED}
   */
  record Lost(long at, int code) implements Seen {
    /** It broke without a Close. */
    public static final int BROKEN = 1006;

    /** Nothing came for so long that the member gave it up. */
    public static final int SILENT = -1;

    /** The member itself ended it. */
    public static final int DROPPED = 0;
  }

  /** In all its rooms, with all that they had when it joined. */
  record Live(long at) implements Seen {}

  /** Something that no server of the contract does. */
  record Trouble(long at, String what) implements Seen {}
}
