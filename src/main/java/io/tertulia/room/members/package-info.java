/**
 * Rooms that have members: what a room allows, who somebody is in it, and who may change what of
 * whom. Pure values and one judge; knows neither rooms' logs nor clients, so that the log itself
 * can ask it.
 */
@NullMarked
package io.tertulia.room.members;

import org.jspecify.annotations.NullMarked;
