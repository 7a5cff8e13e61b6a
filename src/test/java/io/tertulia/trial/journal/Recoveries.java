package io.tertulia.trial.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** How long members took to be live again after they lost their connection in one way. */
public final class Recoveries {
  private static final long NEVER = Duration.ofHours(1).toNanos();

  /** In nanoseconds, ascending. */
  private final List<Long> all = new ArrayList<>();

  private Recoveries() {}

  /**
   * @param code of {@link Seen.Lost}
   */
  public static Recoveries of(Journal journal, int code) {
    return of(journal, lost -> lost.code() == code, 0);
  }

  /**
   * Of those who had lost it before a moment, in whatever way, and were not back by then.
   *
   * @param moment of the journal; how long they took counts from it
   */
  public static Recoveries since(Journal journal, long moment) {
    return of(journal, lost -> lost.at() < moment, moment);
  }

  private static Recoveries of(Journal journal, Predicate<Seen.Lost> counts, long from) {
    Recoveries recoveries = new Recoveries();
    journal.tapes().forEach(tape -> recoveries.follow(tape, counts, from));
    Collections.sort(recoveries.all);
    return recoveries;
  }

  private void follow(Tape tape, Predicate<Seen.Lost> counts, long from) {
    long lostAt = -1;
    for (Seen seen : tape.seen()) {
      if (seen instanceof Seen.Live live && lostAt >= 0 && live.at() < from) {
        lostAt = -1;
      } else if (seen instanceof Seen.Lost lost && counts.test(lost) && lostAt < 0) {
        lostAt = Math.max(from, lost.at());
      } else if (seen instanceof Seen.Live live && lostAt >= 0) {
        all.add(live.at() - lostAt);
        lostAt = -1;
      }
    }
    if (lostAt >= 0) {
      all.add(NEVER);
    }
  }

  public int count() {
    return all.size();
  }

  /** The time within which so many of a hundred were back. */
  public Duration within(int percent) {
    if (all.isEmpty()) {
      return Duration.ZERO;
    }
    int index = (int) Math.ceil(all.size() * percent / 100.0) - 1;
    return Duration.ofNanos(all.get(index));
  }
}
