/**
 * What becomes of a message after it was said: entries that change it, what they leave of it, and
 * the one fold by which whoever reads the log shows it as it is now. Pure values; knows neither
 * logs nor clients. {@code overlay.lua} does the same in Redis.
 */
@NullMarked
package io.tertulia.room.overlay;

import org.jspecify.annotations.NullMarked;
