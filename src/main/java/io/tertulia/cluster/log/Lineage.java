package io.tertulia.cluster.log;

import io.tertulia.room.Position;
import io.tertulia.room.members.RoomRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which epochs a room's log has gone through. Each begins right above the one before it, so that a
 * seq is never given twice within a lineage, and {@code (epoch, seq)} names one entry for ever.
 *
 * @param top seq of the newest entry, 0 for none
 * @param messages how many of all the entries ever were messages
 * @param forks where each epoch began, oldest first, the last one is the current; at least one, at
 *     most 16: older ones are forgotten
 * @param rules of the room, null for none and where nobody asked for them
 */
public record Lineage(long top, long messages, List<Fork> forks, @Nullable RoomRules rules) {
  /** The epoch is not in the list and never was. */
  public static final long ALIEN = -1;

  /** The epoch is not in the list any more, if it ever was. */
  public static final long OLD = -2;

  /**
   * @param first seq of the first entry of this epoch
   * @param time when it began, in Redis' milliseconds
   */
  public record Fork(String epoch, long first, long time) {}

  /** Of a log that has messages only. */
  public Lineage(long top, List<Fork> forks) {
    this(top, top, forks, null);
  }

  public Lineage {
    if (forks.isEmpty()) {
      throw new IllegalArgumentException("a lineage has at least one epoch");
    }
  }

  /** Reads {@code epoch@first@time,…} as Redis keeps it. */
  public static Lineage parse(long top, String forks) {
    List<Fork> parsed = new ArrayList<>();
    for (String fork : forks.split(",", -1)) {
      String[] parts = fork.split("@", -1);
      parsed.add(new Fork(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }
    return new Lineage(top, List.copyOf(parsed));
  }

  /** The same, of a room with these rules. */
  public Lineage with(@Nullable RoomRules other) {
    return new Lineage(top, messages, forks, other);
  }

  /** The same, of a room of whose entries so many are no messages. */
  public Lineage without(long others) {
    return new Lineage(top, top - others, forks, rules);
  }

  public String epoch() {
    return forks.getLast().epoch();
  }

  public Position head() {
    return new Position(epoch(), top);
  }

  /** The last seq of an epoch, or {@link #ALIEN}, or {@link #OLD}. */
  public long last(String epoch) {
    for (int i = forks.size() - 1; i >= 0; i--) {
      if (forks.get(i).epoch().equals(epoch)) {
        return i == forks.size() - 1 ? top : forks.get(i + 1).first() - 1;
      }
    }
    return forks.getFirst().first() == 1 ? ALIEN : OLD;
  }

  /** Whether this position lies in the lineage: what it names is, or was, an entry of this log. */
  public boolean has(Position position) {
    return position.seq() <= last(position.epoch());
  }

  /** The position of a seq, named by the epoch that it belongs to. */
  public Position at(long seq) {
    for (Fork fork : forks.reversed()) {
      if (fork.first() <= seq) {
        return new Position(fork.epoch(), seq);
      }
    }
    return new Position(forks.getFirst().epoch(), seq);
  }

  /**
   * Up to where somebody at this position has what this log has.
   *
   * @param remembered the lineage to which the position belonged
   * @return a seq of this lineage; 0 when nothing is known to be common
   */
  public long common(Position position, Lineage remembered) {
    long last = last(position.epoch());
    if (last >= 0) {
      return Math.min(position.seq(), last);
    }
    if (remembered.has(position)) {
      for (Fork fork : remembered.forks().reversed()) {
        long end = last(fork.epoch());
        if (end >= 0) {
          return Math.min(position.seq(), Math.min(end, remembered.last(fork.epoch())));
        }
      }
    }
    return 0;
  }
}
