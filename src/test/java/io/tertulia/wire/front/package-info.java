/** What is refused at the port before any door: too much, unclear, of a foreign host or page. */
@NullMarked
package io.tertulia.wire.front;

import org.jspecify.annotations.NullMarked;
