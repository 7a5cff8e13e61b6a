package io.tertulia.transport.websocket.upgrade;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is in, and says when nobody more is let in. Any thread. */
public final class ConnectionLimiter {
  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private volatile boolean shut;

  /**
   * @param most sockets of this node at once
   * @param mostPerAddress sockets of one address at once
   */
  public ConnectionLimiter(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /**
   * @return whether its address may have one more; counted in either case, until {@link #leave}
   */
  public boolean enter(String address) {
    open.incrementAndGet();
    return byAddress.merge(address, 1, Integer::sum) <= mostPerAddress;
  }

  public void leave(String address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
  }

  public boolean isFull() {
    return open.get() >= most;
  }

  /** From now on nobody is let in. */
  public void shut() {
    shut = true;
  }

  public boolean isShut() {
    return shut;
  }

  public int open() {
    return open.get();
  }
}
