package io.tertulia.room;

/**
 * One entry of a room's log, as it is stored and as every JSON member receives it.
 *
 * @param mid what the entry is known by, whatever number it got
 * @param at milliseconds since 1970 UTC, given by the log; never goes back within a room
 * @param json the whole event, UTF-8; nobody changes the bytes
 */
public record Entry(Position position, String mid, long at, byte[] json) {}
