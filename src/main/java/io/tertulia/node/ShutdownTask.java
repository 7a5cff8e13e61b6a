package io.tertulia.node;

import java.util.concurrent.CompletionStage;

/**
 * What a node still does for others before it ends: its sockets are gone, all else is still there.
 * Run once, at the same time as the others, and given up when it takes too long.
 */
public interface ShutdownTask {
  /** Named in the log line of one that failed or was given up. */
  String name();

  /** Begins it, on the thread that shuts down. */
  CompletionStage<?> begin();
}
