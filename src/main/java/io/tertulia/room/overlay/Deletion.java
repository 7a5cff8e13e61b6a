package io.tertulia.room.overlay;

import io.tertulia.room.Entry;
import io.tertulia.room.amendment.Amendment;
import org.jspecify.annotations.Nullable;

/**
 * A deletion, and what it leaves of the entries that it is about.
 *
 * @param ref the mid of the message
 * @param seq of the entry that tells of it
 * @param at of that entry
 * @param author who did it, as JSON
 */
public record Deletion(String ref, long seq, long at, String author) {
  /**
   * @return null when nothing is deleted
   */
  static @Nullable Deletion of(Told told) {
    return told.amendment() instanceof Amendment.Delete(String ref)
        ? new Deletion(ref, told.seq(), told.at(), told.author())
        : null;
  }

  /**
   * Cheap for an entry that deletes nothing.
   *
   * @return null for such a one
   */
  public static @Nullable Deletion by(Entry entry) {
    Told told = StoredJson.isDelete(entry.json()) ? Told.of(entry) : null;
    return told == null ? null : of(told);
  }

  /** What is left of any entry, as it is stored: all of it when this is not about it. */
  public Entry of(Entry entry) {
    byte[] json = entry.json();
    if (StoredJson.isSilent(json)) {
      return entry;
    }
    if (entry.mid().equals(ref)) {
      String mark = ",\"deleted\":{\"at\":" + at + ",\"by\":" + author + "},\"rev\":" + seq;
      return entry.saying(StoredJson.silenced(json, mark));
    }
    return StoredJson.isEdit(json) && StoredJson.isAbout(json, ref)
        ? entry.saying(StoredJson.silenced(json, ""))
        : entry;
  }
}
