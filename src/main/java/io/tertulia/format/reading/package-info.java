/** Reads events back, where somebody must know what they say. Knows no format. */
@NullMarked
package io.tertulia.format.reading;

import org.jspecify.annotations.NullMarked;
