package io.tertulia.room.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which mids a room has stored lately, and where. Two generations that take turns: a mark is
 * recognised for one window at least and two at most, and forgetting costs nothing per mark.
 */
final class DedupeWindow {
  private final long window;
  private Map<String, Long> young = new HashMap<>();
  private Map<String, Long> old = new HashMap<>();
  private long turnedAt;

  /**
   * @param window milliseconds
   * @param now monotonic milliseconds, here and in {@link #turn}
   */
  DedupeWindow(long window, long now) {
    this.window = window;
    this.turnedAt = now;
  }

  @Nullable Long find(String mid) {
    Long seq = young.get(mid);
    return seq == null ? old.get(mid) : seq;
  }

  /** Only after {@link #turn} of the same moment: a turn that is late would age what is new. */
  void put(String mid, long seq) {
    young.put(mid, seq);
  }

  int size() {
    return young.size() + old.size();
  }

  /** Lets go of what is older than the window allows. */
  void turn(long now) {
    long passed = now - turnedAt;
    if (passed >= window) {
      old = passed < 2 * window ? young : new HashMap<>();
      young = new HashMap<>();
      turnedAt = now - passed % window;
    }
  }
}
