package io.tertulia.room.mine;

import io.tertulia.room.Position;

/**
 * Up to where somebody has read a room.
 *
 * @param messages how many of all entries up to there were messages, as {@code n} counts them
 */
public record Mark(Position position, long messages) {}
