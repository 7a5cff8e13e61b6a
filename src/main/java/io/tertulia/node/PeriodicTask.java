package io.tertulia.node;

import java.time.Duration;

/**
 * What a node does from time to time.
 *
 * @param every how long after one turn the next begins
 * @param turn runs on any one thread at a time; must not block
 */
public record PeriodicTask(Duration every, Runnable turn) {}
