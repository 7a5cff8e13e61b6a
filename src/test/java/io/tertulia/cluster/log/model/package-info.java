/**
 * The log's Lua scripts and the Redis around them once more, in Java: what the real one is compared
 * with, and what the simulation of the cluster runs on. One thread.
 */
@NullMarked
package io.tertulia.cluster.log.model;

import org.jspecify.annotations.NullMarked;
