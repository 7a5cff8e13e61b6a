package io.tertulia.room.growing;

import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one node knows of one message that grows. Any thread; guarded by itself. */
final class Watched {
  /** Milliseconds without a part after which it is compared with what stands; then twice that. */
  private static final long LOOK = 1_000;

  private final Place place;
  private @Nullable Seed seed;

  /** What was acknowledged here, null where that is not kept. */
  private byte @Nullable [] acked;

  /** Bytes that members here were told of, -1 where that is not known. */
  private long told = -1;

  private boolean looking;
  private boolean missedMore;

  /** Monotonic milliseconds of its last part, and of the next look at it. */
  private long heard;

  private long look;

  record Place(RoomId room, String mid) {}

  Watched(Place place, long now) {
    this.place = place;
    heard(now);
  }

  Place place() {
    return place;
  }

  synchronized @Nullable Seed seed() {
    return seed;
  }

  synchronized void seed(Seed known) {
    seed = known;
  }

  synchronized long told() {
    return told;
  }

  synchronized void told(long bytes) {
    told = bytes;
  }

  synchronized void heard(long now) {
    heard = now;
    look = now + LOOK;
  }

  synchronized boolean isDue(long now) {
    return now >= look;
  }

  /** Has it looked at again: after as long as it was quiet. */
  synchronized void lookAgain(long now) {
    look = now + Math.max(now - heard, LOOK);
  }

  synchronized void lookAt(long then) {
    look = then;
  }

  synchronized boolean isQuiet(long now) {
    return now - heard >= Growing.PATIENCE.toMillis();
  }

  /** Something is missing: whether nobody looks at it yet, so that the caller has to. */
  synchronized boolean beginsLook() {
    missedMore = looking;
    boolean begins = !looking;
    looking = true;
    return begins;
  }

  /** Whether more was missed meanwhile, which the look may not have seen. */
  synchronized boolean endsLook() {
    looking = false;
    return missedMore;
  }

  synchronized int kept() {
    return acked == null ? 0 : acked.length;
  }

  synchronized void keep(byte @Nullable [] text) {
    acked = text;
  }

  /** One more part is acknowledged: it is kept if all before it is. */
  synchronized void ack(long at, byte[] part) {
    byte[] before = acked;
    if (before != null && before.length == at) {
      acked = Arrays.copyOf(before, before.length + part.length);
      System.arraycopy(part, 0, acked, before.length, part.length);
    }
  }

  /** What was acknowledged behind so many bytes and so is lost; null for nothing. */
  synchronized @Nullable String lost(long length) {
    byte[] known = acked;
    return known == null || known.length <= length
        ? null
        : new String(known, (int) length, (int) (known.length - length), StandardCharsets.UTF_8);
  }
}
