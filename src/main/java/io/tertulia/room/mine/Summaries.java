package io.tertulia.room.mine;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What rooms look like to somebody who is not in them. Each answer is of one moment. Any thread; a
 * stage completes on any, and fails when it cannot be known now.
 */
public interface Summaries {
  CompletionStage<Reply> of(RoomId room, Question question, Authority reader);

  /**
   * @param since up to where the reader has read, null for nothing
   * @param at a seq of which the number of messages up to there is asked; 0 for none
   * @param authors whether it is asked who mentioned the reader
   */
  record Question(@Nullable Mark since, long at, boolean authors) {
    public static Question since(@Nullable Mark mark) {
      return new Question(mark, 0, false);
    }

    public Question at(long seq) {
      return new Question(since, seq, authors);
    }

    public Question withAuthors() {
      return new Question(since, at, true);
    }
  }

  sealed interface Reply {}

  /** The reader may not read there. */
  record Denied(Right.Denial denial) implements Reply {}

  /**
   * @param now milliseconds since 1970 UTC, of the log
   * @param title empty for none
   * @param last the newest message that is kept, null for none
   * @param at what was asked for; null when it is above the head. What is not kept any more counts
   *     as read with the oldest that is not
   */
  record Summary(
      Head head,
      Right right,
      long now,
      String title,
      @Nullable Entry last,
      Since since,
      @Nullable Mark at)
      implements Reply {}

  /**
   * What is new to the reader.
   *
   * @param seq of the mark, as far as it is of this log; 0 when it is of another one
   * @param unread messages behind it
   * @param mentions of the reader or of the whole room behind it
   * @param authors ids of who mentioned, one for each mention that is still kept, of the newest
   *     {@value #AUTHORS}; empty when nobody asked
   */
  record Since(long seq, long unread, long mentions, List<String> authors) {
    public static final int AUTHORS = 1_000;
  }
}
