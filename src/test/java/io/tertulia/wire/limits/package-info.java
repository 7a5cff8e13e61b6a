/**
 * Who is not let in, or not for long: one too many, of foreign origin, too slow, no client at all.
 */
@NullMarked
package io.tertulia.wire.limits;

import org.jspecify.annotations.NullMarked;
