/**
 * The attacks, by what they are made of. Each is bounded in bytes, count and seconds, and says what
 * came of it; what must not come is an AssertionError.
 */
@NullMarked
package io.tertulia.attack.strikes;

import org.jspecify.annotations.NullMarked;
