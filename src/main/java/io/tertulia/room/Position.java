package io.tertulia.room;

import io.tertulia.protocol.Shapes;
import java.util.random.RandomGenerator;

/**
 * A place in a room's log: behind the entry {@code seq} of {@code epoch}. On the wire it is the
 * cursor {@code epoch:seq}.
 *
 * @param epoch 8 characters of a-z 0-9, opaque, never ordered, never used twice
 * @param seq 1 for the first entry, no holes; 0 is before the first
 */
public record Position(String epoch, long seq) {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int EPOCH_LENGTH = 8;

  /**
   * @param cursor of the shape {@link Shapes#isCursor}
   */
  public static Position parse(String cursor) {
    if (!Shapes.isCursor(cursor)) {
      throw new IllegalArgumentException("not a cursor: " + cursor);
    }
    return new Position(
        cursor.substring(0, EPOCH_LENGTH), Long.parseLong(cursor.substring(EPOCH_LENGTH + 1)));
  }

  public static String newEpoch(RandomGenerator random) {
    return random
        .ints(EPOCH_LENGTH, 0, ALPHABET.length())
        .map(ALPHABET::charAt)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether the other one is of the same epoch and not above. */
  public boolean isAtOrAbove(Position other) {
    return epoch.equals(other.epoch) && seq >= other.seq;
  }

  public Position at(long otherSeq) {
    return new Position(epoch, otherSeq);
  }

  public String cursor() {
    return epoch + ":" + seq;
  }
}
