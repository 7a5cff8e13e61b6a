/** A real Redis for tests: a process of its own that can be stopped, killed, wiped and asked. */
@NullMarked
package io.tertulia.redis;

import org.jspecify.annotations.NullMarked;
