package io.tertulia.room.fanout;

import java.util.concurrent.Executor;

/** One member's place in one room. */
public interface Subscriber {
  /** The event loop that owns this subscriber; the same object for all that share a loop. */
  Executor loop();

  /** On the loop, in the order of the bus. Must not throw, block, attach or detach. */
  void deliver(Delivery delivery);

  /**
   * The room's history changed; see {@link io.tertulia.room.Bus.Listener#onFork}. On the loop, in
   * the order of the bus.
   */
  void forked(long late);
}
