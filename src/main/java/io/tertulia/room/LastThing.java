package io.tertulia.room;

import java.util.concurrent.CompletionStage;

/**
 * What a node still does for others before it ends: its sockets are gone, what it stores with is
 * still there. Every bean of this type is run once, all at the same time, and given up when it
 * takes too long.
 */
public interface LastThing {
  /** Named in the log line of one that failed or was given up. */
  String name();

  /** Begins it, on the thread that shuts down. */
  CompletionStage<?> begin();
}
