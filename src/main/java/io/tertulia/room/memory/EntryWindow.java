package io.tertulia.room.memory;

import io.tertulia.room.Entry;
import java.util.ArrayList;
import java.util.List;
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
   * @return the weight that went
   */
  long removeOldest() {
    long weight = weight(oldest());
    ring[index(floor())] = null;
    size--;
    bytes -= weight;
    if (size == 0) {
      ring = new Entry[0];
    }
    return weight;
  }

  boolean holds(String mid) {
    for (long seq = top; seq >= floor(); seq--) {
      if (get(seq).mid().equals(mid)) {
        return true;
      }
    }
    return false;
  }

  /** Entries first … last, both included; empty when first > last. */
  List<Entry> slice(long first, long last) {
    List<Entry> entries = new ArrayList<>((int) Math.max(0, last - first + 1));
    for (long seq = first; seq <= last; seq++) {
      entries.add(get(seq));
    }
    return entries;
  }

  private int index(long seq) {
    return ring.length == 0 ? 0 : (int) (seq % ring.length);
  }

  private void resize(int capacity) {
    List<Entry> kept = slice(floor(), top);
    ring = new Entry[capacity];
    for (Entry entry : kept) {
      ring[(int) (entry.position().seq() % capacity)] = entry;
    }
  }
}
