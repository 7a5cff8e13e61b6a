package io.tertulia.cluster;

/**
 * What the nodes of a cluster tell each other, beside any room: one channel that every node hears,
 * the one that speaks too.
 */
public interface NodeChannel {
  /**
   * On any one thread at a time; must not block. What is heard of one node comes in the order in
   * which it spoke, with holes where something was lost.
   */
  interface Listener {
    /**
     * @param message as it was published; nobody changes the bytes
     */
    void heard(byte[] message);

    /**
     * This node hears again, as its own probe through the channel shows. What was said meanwhile is
     * lost.
     */
    void up();

    /** This node's own probe did not come back: whether others speak cannot be told. */
    void down();
  }

  /** Names the one listener; once, before anything is published. The channel begins down. */
  void listen(Listener listener);

  /** At most once: dropped while Redis is away. Any thread; never blocks. */
  void publish(byte[] message);
}
