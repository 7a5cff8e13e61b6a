package io.tertulia.room.memory;

import io.tertulia.room.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a room, reached by seq: a ring that grows and gives its memory back when
 * empty.
 */
final class EntryWindow {
  private static final int SMALLEST = 4;

  /** What an entry weighs beside its JSON: objects, mid and its place here. */
  private static final long OVERHEAD = 160;

  private @Nullable Entry[] ring = new Entry[0];
  private int size;

  /** Seq of the newest entry ever added. */
  private long top;

  private long bytes;

  long top() {
    return top;
  }

  /** Seq of the oldest entry kept, top + 1 when there is none. */
  long floor() {
    return top - size + 1;
  }

  int size() {
    return size;
  }

  long bytes() {
    return bytes;
  }

  static long weight(Entry entry) {
    return entry.json().length + OVERHEAD;
  }

  void add(Entry entry) {
    if (size == ring.length) {
      resize(Math.max(SMALLEST, size * 2));
    }
    top++;
    size++;
    ring[index(top)] = entry;
    bytes += weight(entry);
  }

  /**
   * @param seq from floor to top
   */
  Entry get(long seq) {
    Entry entry = ring[index(seq)];
    if (entry == null || seq < floor() || seq > top) {
      throw new IllegalArgumentException("seq " + seq + " is not kept");
    }
    return entry;
  }

  Entry oldest() {
    return get(floor());
  }

  /**
   * @return the one that went
   */
  Entry removeOldest() {
    Entry oldest = oldest();
    ring[index(floor())] = null;
    size--;
    bytes -= weight(oldest);
    if (size == 0) {
      ring = new Entry[0];
    }
    return oldest;
  }

  /** Puts another one in the place of the entry with the same seq. */
  void replace(Entry entry) {
    long seq = entry.position().seq();
    bytes += weight(entry) - weight(get(seq));
    ring[index(seq)] = entry;
  }

  /** Where an entry with this mid is kept; 0 for nowhere. */
  long find(String mid) {
    for (long seq = top; seq >= floor(); seq--) {
      if (get(seq).mid().equals(mid)) {
        return seq;
      }
    }
    return 0;
  }

  private int index(long seq) {
    return ring.length == 0 ? 0 : (int) (seq % ring.length);
  }

  private void resize(int capacity) {
    @Nullable Entry[] larger = new Entry[capacity];
    for (long seq = floor(); seq <= top; seq++) {
      larger[(int) (seq % capacity)] = get(seq);
    }
    ring = larger;
  }
}
