package io.tertulia.room.memory;

import java.time.Duration;

/**
 * How much the in-memory log keeps.
 *
 * @param entries entries of one room
 * @param age how old an entry may get
 * @param roomBytes bytes of one room
 * @param bytes bytes of all rooms together; over it the oldest entries go first, whatever their
 *     room
 * @param dedupe for how long at least a mid is recognised, at most twice as long
 * @param marks mids of all rooms within that window; over it appends are refused rather than
 *     repeated one day
 */
public record Retention(
    int entries, Duration age, long roomBytes, long bytes, Duration dedupe, int marks) {}
