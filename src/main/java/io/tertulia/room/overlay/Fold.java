package io.tertulia.room.overlay;

import io.tertulia.room.Entry;
import io.tertulia.room.amendment.Amendment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The overlays of the messages of one room, as entry after entry is added to them. Not thread-safe.
 */
public final class Fold {
  private final Map<String, Overlay> overlays = new HashMap<>(0);

  /** The overlays that these entries, in their order, amount to. */
  public static Fold of(List<Entry> entries) {
    Fold fold = new Fold();
    entries.forEach(fold::add);
    return fold;
  }

  /** One more entry, behind all others. */
  public void add(Entry entry) {
    Told told = Told.of(entry);
    if (told != null) {
      add(told);
    }
  }

  public void add(Told told) {
    String ref = told.amendment().ref();
    if (told.amendment() instanceof Amendment.Delete) {
      overlays.remove(ref);
    } else {
      overlays.put(ref, Overlay.after(overlays.get(ref), told));
    }
  }

  /** All that another one has. */
  void take(Fold other) {
    overlays.putAll(other.overlays);
  }

  /** Null for a message to which nothing was done. */
  public @Nullable Overlay find(String mid) {
    return overlays.get(mid);
  }

  /** The message is not kept any more. */
  public void forget(String mid) {
    overlays.remove(mid);
  }

  /** An entry as it is now. */
  public Entry now(Entry entry) {
    Overlay overlay = overlays.get(entry.mid());
    return overlay == null ? entry : overlay.onto(entry);
  }
}
