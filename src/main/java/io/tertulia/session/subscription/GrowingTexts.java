package io.tertulia.session.subscription;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.RoomId;
import io.tertulia.room.fanout.Delivery;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.growing.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The messages that grow in one room, as one client has them: each part that it is sent stands
 * right behind what it has, or is all there is. On the client's loop only.
 */
final class GrowingTexts {
  /** Parts that are kept while the whole is read; with one more it is read again. */
  private static final int MEANWHILE = 64;

  private final RoomId room;

  /** Bytes that the client has of each. Nearly always empty, like what follows. */
  private Map<String, Long> lengths = Map.of();

  /** Those of which it has to be sent the whole. */
  private Set<String> owed = Set.of();

  /** Parts that came while the wholes were read. */
  private List<Delivery> meanwhile = List.of();

  /** What was read, null for what is no more; written by the read, before its step is run. */
  private volatile Map<String, @Nullable String> wholes = Map.of();

  GrowingTexts(RoomId room) {
    this.room = room;
  }

  /** The client may have some of these, and nobody knows how much. */
  void owe(Collection<String> mids) {
    if (!mids.isEmpty()) {
      owed = owed.isEmpty() ? new HashSet<>() : owed;
      owed.addAll(mids);
    }
  }

  /** It may not have been told of some parts. */
  void doubt() {
    owe(lengths.keySet());
  }

  boolean owes() {
    return !owed.isEmpty();
  }

  /** This is on its way to the client. */
  void sent(@Nullable Seen seen) {
    switch (seen) {
      case Seen.Begun(String mid, long length) -> has(mid, length);
      case Seen.Part(String mid, long at, long end) -> has(mid, end);
      case Seen.Ended(String mid) -> forget(mid);
      case null -> {}
    }
  }

  /** The client was shown this beside the stream, which may be ahead of it or behind. */
  void shown(@Nullable Seen seen) {
    if (seen instanceof Seen.Begun(String mid, long length)) {
      if (lengths.getOrDefault(mid, 0L) <= length) {
        has(mid, length);
      } else {
        owe(List.of(mid));
      }
    }
  }

  private void has(String mid, long length) {
    lengths = lengths.isEmpty() ? new HashMap<>() : lengths;
    lengths.put(mid, length);
  }

  private void forget(String mid) {
    if (!lengths.isEmpty()) {
      lengths.remove(mid);
    }
    if (!owed.isEmpty()) {
      owed.remove(mid);
    }
  }

  /** Whether a part is the next one for the client. */
  boolean isNext(Seen.Part part) {
    Long length = lengths.get(part.mid());
    return !owed.contains(part.mid())
        && length != null
        && (part.at() == length || (part.at() == 0 && part.end() > length));
  }

  /** Whether the client has it already. */
  boolean had(Seen.Part part) {
    Long length = lengths.get(part.mid());
    return length != null && part.end() <= length;
  }

  /** A part is not sent now: the whole is, later. */
  void missed(Seen.Part part, Delivery delivery) {
    owe(List.of(part.mid()));
    meanwhile = meanwhile.isEmpty() ? new ArrayList<>() : meanwhile;
    if (meanwhile.size() <= MEANWHILE) {
      meanwhile.add(delivery);
    }
  }

  /** Reads what is owed. */
  CompletionStage<Map<String, @Nullable String>> read(Growths from) {
    meanwhile = List.of();
    Map<String, @Nullable String> found = new HashMap<>();
    CompletionStage<?> all = CompletableFuture.completedStage(found);
    for (String mid : owed) {
      all =
          all.thenCompose(before -> from.whole(room, mid))
              .thenAccept(whole -> found.put(mid, whole));
    }
    return all.thenApply(
        done -> {
          wholes = found;
          return found;
        });
  }

  /** Sends what was read, as far as there is room. */
  void settle(Sink sink, String reader) {
    Map<String, @Nullable String> read = wholes;
    wholes = Map.of();
    for (Map.Entry<String, @Nullable String> one : read.entrySet()) {
      String whole = one.getValue();
      if (whole == null) {
        forget(one.getKey());
      } else if (owed.contains(one.getKey()) && sink.hasRoomToSpare()) {
        send(one.getKey(), whole, sink, reader);
      }
    }
    meanwhile = List.of();
  }

  private void send(String mid, String whole, Sink sink, String reader) {
    Event.Grown all = new Event.Grown(room.value(), mid, 0, whole);
    sink.entry(EncodedEvent.ephemeral(EventEncoder.encode(all)), reader);
    has(mid, Shapes.utf8Length(whole));
    owed.remove(mid);
    if (meanwhile.size() > MEANWHILE) {
      owed.add(mid);
    }
    for (Delivery delivery : meanwhile) {
      if (delivery.grown() instanceof Seen.Part part && part.mid().equals(mid) && !had(part)) {
        if (isNext(part)) {
          sink.entry(delivery.event(), reader);
          has(mid, part.end());
        } else {
          owed.add(mid);
        }
      }
    }
  }
}
