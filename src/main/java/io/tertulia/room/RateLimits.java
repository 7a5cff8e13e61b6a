package io.tertulia.room;

/**
 * How much somebody may ask for, by each of the ways in which they are counted. Any thread; never
 * blocks.
 */
public interface RateLimits {
  /** What a name stands for. */
  enum Kind {
    SESSION,
    /** The id of an identity, however many sessions it has. */
    USER,
    ADDRESS
  }

  /**
   * Takes one permit.
   *
   * @return 0 when it was granted, else the milliseconds after which to try again
   */
  long take(Kind kind, String name);
}
