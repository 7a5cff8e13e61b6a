package io.tertulia.room.access;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that were given out and are not used yet, each sealed, under a name: who reads what lies
 * here can use none of them. Any thread; never blocks.
 */
public interface Tickets {
  /** How long one lies here. */
  Duration LIFE = Duration.ofSeconds(30);

  /**
   * @param name letters, digits, hyphens and underscores; never the same twice
   * @param secret the sealed credential, ASCII
   * @return whether there was place for it; fails when it is not known whether it lies there now
   */
  CompletionStage<Boolean> put(String name, String secret);

  /**
   * Takes it away: of those who ask for it, on whatever node, one gets it.
   *
   * @return null when there is none; fails when that is not known, and then it may be gone
   */
  CompletionStage<@Nullable String> take(String name);
}
