package io.tertulia.node;

/**
 * What the nodes of a cluster tell each other, beside any room: what is published to a topic is
 * heard by every node, the one that speaks too.
 */
public interface NodeMessages {
  /**
   * On any one thread at a time; must not block. What is heard of one node comes in the order in
   * which it spoke, with holes where something was lost.
   */
  interface Listener<T> {
    void heard(T message);

    /**
     * This node hears again, as its own probe on the same way shows. What was said meanwhile is
     * lost.
     */
    void up();

    /** This node's own probe did not come back: whether others speak cannot be told. */
    void down();
  }

  /**
   * Names the one listener of a topic; before the node starts. The way begins down. A message that
   * this release does not understand is left out.
   */
  <T> void listen(Topic<T> topic, Listener<T> listener);

  /** At most once: dropped while there is no way. Any thread; never blocks. */
  <T> void publish(Topic<T> topic, T message);
}
