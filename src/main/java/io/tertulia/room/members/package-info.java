/**
 * Rooms that have members: what a room allows, and who somebody is in it. Pure values; knows
 * neither rooms' logs nor clients, so that the log itself can ask it.
 */
@NullMarked
package io.tertulia.room.members;

import org.jspecify.annotations.NullMarked;
