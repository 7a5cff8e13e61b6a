package io.tertulia.cluster.redis.log;

import java.time.Duration;

/**
 * How much of each room Redis keeps.
 *
 * @param entries entries at most
 * @param age how old an entry may get
 * @param roomBytes bytes at most, as they are stored; looked at after every eighth entry
 * @param dedupe for how long at least a mid is recognised, about twice as long at most
 */
public record LogLimits(int entries, Duration age, long roomBytes, Duration dedupe) {
  /** For a person who compares two nodes. */
  public String words() {
    return "%d entries, %d s, %d bytes a room, keys for %d s"
        .formatted(entries, age.toSeconds(), roomBytes, dedupe.toSeconds());
  }

  /** The line that the scripts begin with: as constants they cost nothing per call. */
  String lua() {
    return "local MAX_LEN, MAX_AGE, MAX_BYTES, WINDOW = %d, %d, %d, %d\n"
        .formatted(entries, age.toMillis(), roomBytes, dedupe.toMillis());
  }
}
