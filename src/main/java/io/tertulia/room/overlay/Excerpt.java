package io.tertulia.room.overlay;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * What a page shows of a log, and what it covers.
 *
 * @param from the seq right before it
 * @param to the seq of the last entry that was looked at, shown or not; from when there is none
 * @param entries ascending, as the log has them
 */
public record Excerpt(long from, long to, List<Entry> entries) {
  /** Entries that are looked at beside those that are shown. */
  public static final int HIDDEN = 1_000;

  /**
   * @param first AFTER a cursor the seq behind it, else the oldest that is kept
   * @param last BEFORE a cursor the seq in front of it, else the newest
   * @param log the entries from first to last, without a hole
   */
  public static Excerpt of(Query query, long first, long last, LongFunction<Entry> log) {
    return of(query, first, last, log, entry -> 0);
  }

  /**
   * As above, but it ends where it would get longer than was asked for; one is shown in any case.
   *
   * @param weight of an entry that is shown
   */
  public static Excerpt of(
      Query query, long first, long last, LongFunction<Entry> log, ToLongFunction<Entry> weight) {
    boolean after = query.direction() == Direction.AFTER;
    boolean all = query.view() != View.MESSAGES;
    long most = query.limit() == 0 || all ? query.limit() : query.limit() + HIDDEN;
    long size = Math.clamp(last - first + 1, 0, most);
    List<Entry> shown = new ArrayList<>();
    long looked = 0;
    long room = query.bytes();
    while (looked < size && shown.size() < query.limit()) {
      Entry entry = log.apply(after ? first + looked : last - looked);
      if (all || !StoredJson.isAmendment(entry.json())) {
        room -= weight.applyAsLong(entry);
        if (room < 0 && !shown.isEmpty()) {
          break;
        }
        shown.add(entry);
      }
      looked++;
    }
    return after
        ? new Excerpt(first - 1, first - 1 + looked, shown)
        : new Excerpt(last - looked, last, List.copyOf(shown.reversed()));
  }

  /** Whether it shows its entries as they are now. */
  public static boolean isFolded(View view) {
    return switch (view) {
      case STORED -> false;
      case ENTRIES, MESSAGES -> true;
    };
  }
}
