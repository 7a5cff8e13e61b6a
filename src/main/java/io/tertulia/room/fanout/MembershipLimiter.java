package io.tertulia.room.fanout;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts memberships, one for each session and room, and says when there may be no more: one
 * session alone has a bound of its own, but who opens many sessions, or many addresses together,
 * would else fill the heap, and a full heap stops all. What a client can mend by leaving is {@code
 * room_limit}; what passes, or what another node has room for, is {@code rate_limited}. Any thread.
 */
public final class MembershipLimiter {
  /** Milliseconds after which a full node may have room again. */
  private static final long LATER = 5_000;

  private final Bounds bounds;
  private final Heap heap;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byUser = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * Memberships at once on this node, and rooms.
   *
   * @param user of one user, however many sessions it has
   * @param address of all sessions of one address
   * @param all of everybody
   * @param rooms that have a member
   * @param heap percent of it that may be live
   */
  public record Bounds(int user, int address, int all, int rooms, int heap) {}

  /** Where what is kept for a membership lies. */
  public interface Heap {
    /** Asked for each join, so it must be cheap. */
    boolean isFull();
  }

  public MembershipLimiter(Bounds bounds, Heap heap) {
    this.bounds = bounds;
    this.heap = heap;
  }

  /** For a node that nobody fills. */
  public static MembershipLimiter none() {
    int any = Integer.MAX_VALUE;
    return new MembershipLimiter(new Bounds(any, any, any, any, 100), () -> false);
  }

  /**
   * @param rooms that there would be with this one
   * @return null when it may be, and then it is counted until {@link #leave}; else why not
   */
  Event.@Nullable Error enter(String user, String address, int rooms) {
    Event.Error full = full(rooms);
    if (full != null) {
      return full;
    }
    if (all.incrementAndGet() > bounds.all()) {
      all.decrementAndGet();
      return later("This node has no place in any room");
    }
    if (!take(byUser, user, bounds.user())) {
      all.decrementAndGet();
      return leaveOne("You are " + bounds.user() + " times in rooms, with all your connections");
    }
    if (!take(byAddress, address, bounds.address())) {
      all.decrementAndGet();
      giveBack(byUser, user);
      return leaveOne("Your address is " + bounds.address() + " times in rooms");
    }
    return null;
  }

  /**
   * @param rooms that there would be with one more
   * @return null when the node has a place for it
   */
  Event.@Nullable Error full(int rooms) {
    if (heap.isFull()) {
      return later("The memory of this node is full");
    }
    return rooms > bounds.rooms()
        ? later("This node has " + bounds.rooms() + " rooms already")
        : null;
  }

  void leave(String user, String address) {
    all.decrementAndGet();
    giveBack(byUser, user);
    giveBack(byAddress, address);
  }

  /** Memberships of everybody. */
  public int all() {
    return all.get();
  }

  private static boolean take(ConcurrentHashMap<String, Integer> counts, String name, int most) {
    if (counts.merge(name, 1, Integer::sum) <= most) {
      return true;
    }
    giveBack(counts, name);
    return false;
  }

  private static void giveBack(ConcurrentHashMap<String, Integer> counts, String name) {
    counts.computeIfPresent(name, (known, count) -> count == 1 ? null : count - 1);
  }

  private static Event.Error later(String why) {
    String message = why + ": join again in a while, here or through another node.";
    return new Event.Error(0, 0, ErrorCode.RATE_LIMITED, message, LATER, null, 0, Event.Error.NONE);
  }

  private static Event.Error leaveOne(String why) {
    return Event.Error.of(0, ErrorCode.ROOM_LIMIT, why + ": leave one first.");
  }
}
