/**
 * Messages whose text is told in parts: what stands of them while they grow ({@code Growing}, the
 * port; {@code Growth}, its states), how they are read and ended ({@code GrowingLog}), how their
 * parts reach a node without a gap ({@code GrowingBus}), and what one node knows of them ({@code
 * Growths}). Any thread.
 */
@NullMarked
package io.tertulia.room.growing;

import org.jspecify.annotations.NullMarked;
