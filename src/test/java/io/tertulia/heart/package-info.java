/**
 * A node without network for the unit tests of the heart: real rooms in memory, with time, event
 * loops, sockets, log and bus that move only when the test says so. One thread.
 */
@NullMarked
package io.tertulia.heart;

import org.jspecify.annotations.NullMarked;
