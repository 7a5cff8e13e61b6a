package io.tertulia.session.house;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Audit.Act;
import io.tertulia.room.access.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records what is asked of people and rooms, and does not let one person wash away what is known of
 * the others: of what one asks for in a minute the first few are recorded one by one, the rest as
 * one that says how many they were. What an administrator did is recorded always. Any thread.
 */
public final class ActRecorder {
  /** Over which acts of one person are counted. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** That were refused, of one person in a window, recorded one by one. */
  static final int REFUSED = 5;

  /** That were done, of one person in a window, recorded one by one. */
  static final int DONE = 60;

  /** People who are counted for themselves; who comes when they are so many counts as others. */
  static final int PEOPLE = 1_000;

  private static final String OTHERS = "others";

  private final Audit audit;
  private final InstantSource steady;
  private final UnaryOperator<String> network;

  /** Whose acts are counted, by what they are counted by. Guarded by this, as is all below. */
  private final Map<String, Count> counts = new LinkedHashMap<>();

  private long begun;

  private static final class Count {
    private int seen;
    private long folded;
    private @Nullable Act last;
  }

  /**
   * @param steady monotonic
   * @param network what an address is counted by
   */
  public ActRecorder(Audit audit, InstantSource steady, UnaryOperator<String> network) {
    this.audit = audit;
    this.steady = steady;
    this.network = network;
    this.begun = steady.millis();
  }

  /**
   * @param who asked for it
   */
  public void record(Principal who, Act act) {
    boolean refused = isRefused(act);
    if ((!refused && who.isAdmin()) || isListed(who, act, refused)) {
      audit.record(act);
    }
  }

  /** What may have been done counts as done. */
  private static boolean isRefused(Act act) {
    return !act.outcome().equals(Audit.DONE)
        && !act.outcome().equals(ErrorCode.UNKNOWN_OUTCOME.wireName());
  }

  private synchronized boolean isListed(Principal who, Act act, boolean refused) {
    Count count = counts.get(key(who, act, refused));
    if (count == null && counts.size() >= PEOPLE) {
      count = counts.computeIfAbsent(OTHERS, key -> new Count());
      count.seen = DONE;
    } else if (count == null) {
      count = new Count();
      counts.put(key(who, act, refused), count);
    }
    if (count.seen < (refused ? REFUSED : DONE)) {
      count.seen++;
      return true;
    }
    count.folded++;
    count.last = act;
    return false;
  }

  /** A guest is somebody new whenever it likes: where it comes from is not. */
  private String key(Principal who, Act act, boolean refused) {
    return (refused ? "refused " : "done ")
        + (who.who().guest() ? "at " + network.apply(act.address()) : "by " + who.who().id());
  }

  /** Records what was folded when its time is over; called every few seconds. */
  public void tick() {
    for (Act folded : over()) {
      audit.record(folded);
    }
  }

  private synchronized List<Act> over() {
    long now = steady.millis();
    List<Act> folded = new ArrayList<>();
    if (now - begun >= WINDOW.toMillis()) {
      begun = now;
      counts.forEach(
          (key, count) -> {
            Act last = count.last;
            if (last != null) {
              folded.add((key.equals(OTHERS) ? last.by(OTHERS) : last).times(count.folded));
            }
          });
      counts.clear();
    }
    return folded;
  }
}
