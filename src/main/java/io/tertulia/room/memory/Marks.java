package io.tertulia.room.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which mids a room has stored lately, and where. Two generations that take turns: a mark is
 * recognised for one window at least and two at most, and forgetting costs nothing per mark.
 */
final class Marks {
  private final long window;
  private Map<String, Long> young = new HashMap<>();
  private Map<String, Long> old = new HashMap<>();
  private long turnedAt;

  /**
   * @param window milliseconds
   */
  Marks(long window, long now) {
    this.window = window;
    this.turnedAt = now;
  }

  @Nullable Long find(String mid) {
    Long seq = young.get(mid);
    return seq == null ? old.get(mid) : seq;
  }

  void put(String mid, long seq) {
    young.put(mid, seq);
  }

  int size() {
    return young.size() + old.size();
  }

  /** Lets go of what is older than the window allows. */
  void turn(long now) {
    while (now - turnedAt >= window && size() > 0) {
      old = young;
      young = new HashMap<>();
      turnedAt += window;
    }
    if (now - turnedAt >= window) {
      turnedAt = now;
    }
  }
}
