package io.tertulia.room.access;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was revoked and who is banned, of the whole house. Every node holds all of it, so that each
 * question is answered at once, in memory. Any thread; never blocks.
 */
public interface Revocations {
  /** How many are held at most: one more is refused. */
  int MOST = 250_000;

  /** What became of one that was to be added. */
  enum Outcome {
    /** It is kept, holds here, and within two seconds on every node. */
    DONE,
    /** {@link #MOST} are held. */
    FULL,
    /** Surely not kept: again later. */
    UNAVAILABLE,
    /** It may be kept: the same again does no harm. */
    UNKNOWN
  }

  /** What holds against somebody and its credential now; null for nothing. */
  @Nullable Revocation against(Principal who);

  /**
   * @param address as connections have it: of IPv6 the network
   */
  @Nullable Revocation against(String address);

  /** False while this node could not learn of changes for too long: it takes nobody new then. */
  boolean isCurrent();

  /**
   * @param revocation its time is set here
   */
  CompletionStage<Outcome> add(Revocation revocation);

  /** Names the one who is told; once, at the start. */
  void listen(Listener listener);

  /** Who ends what was begun before. */
  interface Listener {
    /** Any thread; after the questions are answered by it. Also for what is lifted. */
    void added(Revocation revocation);
  }
}
