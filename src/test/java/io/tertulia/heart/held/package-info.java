/** Ports of the heart that answer when a test says so. */
@NullMarked
package io.tertulia.heart.held;

import org.jspecify.annotations.NullMarked;
