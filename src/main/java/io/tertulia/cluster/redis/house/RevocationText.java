package io.tertulia.cluster.redis.house;

import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocation.Kind;
import org.jspecify.annotations.Nullable;

/** A revocation as it stands in Redis: kind, before, until, at and, to the end, the name. */
final class RevocationText {
  private static final int PARTS = 5;

  private RevocationText() {}

  static String of(Revocation one) {
    return one.kind() + " " + one.before() + " " + one.until() + " " + one.at() + " " + one.name();
  }

  /** Null for one of a later release. */
  static @Nullable Revocation parse(String text) {
    String[] parts = text.split(" ", PARTS);
    try {
      return parts.length < PARTS
          ? null
          : new Revocation(
              Kind.valueOf(parts[0]),
              parts[4],
              Long.parseLong(parts[1]),
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
