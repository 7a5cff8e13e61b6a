package io.tertulia.room.growing;

import io.tertulia.format.reading.GrownReader;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.growing.Growing.Seed;
import org.jspecify.annotations.Nullable;

/** What is seen of a message that grows from one event of its room. */
public sealed interface Seen {
  String mid();

  /**
   * The message itself.
   *
   * @param length bytes that it says so far
   */
  record Begun(String mid, long length) implements Seen {}

  /**
   * A part of it.
   *
   * @param at bytes that stand before it
   * @param end bytes that stand there with it
   */
  record Part(String mid, long at, long end) implements Seen {}

  /** It grows no more: what it says in the end is in the entry that tells so. */
  record Ended(String mid) implements Seen {}

  /**
   * @param json of an entry
   * @return null where nothing is seen, as nearly always; cheap then
   */
  static @Nullable Seen ofEntry(byte[] json) {
    if (GrowingJson.grows(json)) {
      Seed seed = GrowingJson.seed(json);
      return seed == null ? null : new Begun(seed.mid(), Shapes.utf8Length(seed.text()));
    }
    GrowingJson.Ended end = GrowingJson.ended(json);
    return end == null ? null : new Ended(end.ref());
  }

  /**
   * @param json of an event that is no entry
   * @return null for any other event
   */
  static @Nullable Seen ofEvent(byte[] json) {
    Event.Grown part = GrownReader.read(json);
    return part == null
        ? null
        : new Part(part.mid(), part.at(), part.at() + Shapes.utf8Length(part.text()));
  }
}
