package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Denied;
import io.tertulia.cluster.log.LogServer.Gone;
import io.tertulia.cluster.log.LogServer.InThread;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.TooManyReactions;
import io.tertulia.cluster.log.LogServer.Unchanged;
import io.tertulia.room.Entry;
import io.tertulia.room.members.Right;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.Overlay;
import io.tertulia.room.overlay.Overlays;
import io.tertulia.room.overlay.Told;
import io.tertulia.room.overlay.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies beside the messages of one room, and what the scripts do to it, said in Java. */
final class ModelOverlays {
  private final Overlays overlays;

  /** By mid: deletions of messages that are not here, and may be put back. */
  private final Map<String, Deletion> awaited = new HashMap<>();

  ModelOverlays() {
    overlays = new Overlays();
  }

  /** A copy. */
  ModelOverlays(ModelOverlays other) {
    overlays = new Overlays(other.overlays);
    awaited.putAll(other.awaited);
  }

  /** What a verdict is answered with; null for nothing. */
  static @Nullable AppendReply reply(Verdict verdict) {
    return switch (verdict) {
      case FINE -> null;
      case MISSING -> new NoSuchMessage();
      case GONE -> new Gone();
      case NOT_YOURS -> new Denied(new Right.Denial(Right.Why.NOT_YOURS, 0));
      case UNCHANGED -> new Unchanged();
      case FULL -> new TooManyReactions();
      case IN_THREAD -> new InThread();
    };
  }

  Overlays overlays() {
    return overlays;
  }

  Map<String, Overlay> of(List<Entry> entries) {
    Map<String, Overlay> found = new HashMap<>();
    for (Entry entry : entries) {
      Overlay overlay = overlays.find(entry.mid());
      if (overlay != null) {
        found.put(entry.mid(), overlay);
      }
    }
    return found;
  }

  /** Whether a message that is not here was deleted. */
  boolean isAwaited(String mid) {
    return awaited.containsKey(mid);
  }

  void await(Deletion deletion) {
    awaited.put(deletion.ref(), deletion);
  }

  /** What is left of an entry that is put back. */
  Entry left(Entry entry) {
    Deletion own = awaited.remove(entry.mid());
    Told told = Told.of(entry);
    Deletion other = told == null ? null : awaited.get(told.amendment().ref());
    Entry left = own == null ? entry : own.of(entry);
    return other == null ? left : other.of(left);
  }
}
