package io.tertulia.room.growing;

import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Watched.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The messages that grow, as far as this node has seen one do so, bounded in number and in the
 * bytes that are kept of them: of one that was dropped a part or a page tells again, and what the
 * log loses of one whose bytes are not kept, its author is asked for. Any thread.
 */
final class Watch {
  private static final int MOST = 10_000;

  /** Bytes of texts that are kept in case the log loses them. */
  private static final long KEPT = 16 << 20;

  /** The oldest first. */
  private final Map<Place, Watched> all = new LinkedHashMap<>();

  private long kept;

  synchronized @Nullable Watched find(Place place) {
    return all.get(place);
  }

  /** Has it watched from now on. */
  synchronized Watched of(Place place, long now) {
    Watched known = all.get(place);
    if (known == null) {
      known = new Watched(place, now);
      all.put(place, known);
      if (all.size() > MOST) {
        forget(all.keySet().iterator().next());
      }
    }
    return known;
  }

  synchronized void forget(Place place) {
    Watched gone = all.remove(place);
    if (gone != null) {
      kept -= gone.kept();
    }
  }

  /** What it said at first is kept, and each part that is acknowledged. */
  synchronized void keep(Watched of, String text) {
    counting(of, () -> of.keep(Growth.utf8(text)));
  }

  synchronized void ack(Watched of, long at, String part) {
    counting(of, () -> of.ack(at, Growth.utf8(part)));
  }

  private void counting(Watched of, Runnable change) {
    if (!of.equals(all.get(of.place()))) {
      return;
    }
    kept -= of.kept();
    change.run();
    if (kept + of.kept() > KEPT) {
      of.keep(null);
    }
    kept += of.kept();
  }

  synchronized List<Watched> due(long now) {
    return all.isEmpty() ? List.of() : all.values().stream().filter(one -> one.isDue(now)).toList();
  }

  synchronized Set<String> mids(RoomId room) {
    return all.isEmpty()
        ? Set.of()
        : all.keySet().stream()
            .filter(place -> place.room().equals(room))
            .map(Place::mid)
            .collect(Collectors.toSet());
  }
}
