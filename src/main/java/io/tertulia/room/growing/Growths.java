package io.tertulia.room.growing;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing.Closed;
import io.tertulia.room.growing.Growing.Ending;
import io.tertulia.room.growing.Growing.Grown;
import io.tertulia.room.growing.Growing.Over;
import io.tertulia.room.growing.Growing.Part;
import io.tertulia.room.growing.Growing.Refusal;
import io.tertulia.room.growing.Growing.Seal;
import io.tertulia.room.growing.Growing.Sealed;
import io.tertulia.room.growing.Growing.Seed;
import io.tertulia.room.growing.Growing.Taken;
import io.tertulia.room.growing.Growing.TooEarly;
import io.tertulia.room.growing.Growing.Whole;
import io.tertulia.room.growing.Growing.WrongOffset;
import io.tertulia.room.growing.Watched.Place;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The messages that grow, as one node deals with them: their parts go through it, it reads them
 * into the pages of the log, has their parts come without a gap, puts back what the log lost of
 * what it acknowledged, and ends those whose author is silent. Any thread.
 */
public final class Growths {
  private final Growing store;
  private final InstantSource steady;
  private final Watch watch = new Watch();
  private final GrowingLog log;
  private final GrowingBus bus;

  /**
   * @param steady monotonic
   */
  public Growths(MessageLog log, Bus bus, Growing store, InstantSource steady) {
    this.store = store;
    this.steady = steady;
    this.log = new GrowingLog(log, store, watch, steady);
    this.bus = new GrowingBus(bus, store, watch, steady);
  }

  /** The log with what grows in it. */
  public MessageLog log() {
    return log;
  }

  /** The bus on which no part is missing. */
  public Bus bus() {
    return bus;
  }

  /** Those that this node knows of. */
  public Set<String> of(RoomId room) {
    return watch.mids(room);
  }

  public CompletionStage<Grown> append(RoomId room, Part part) {
    return store
        .append(room, part)
        .thenCompose(
            grown ->
                switch (grown) {
                  case Taken taken -> CompletableFuture.completedStage(acked(room, part, taken));
                  case WrongOffset(long length) -> behindLost(room, part, length);
                  case Refusal.UNKNOWN -> begunAgain(room, part);
                  default -> CompletableFuture.completedStage(grown);
                });
  }

  private Grown acked(RoomId room, Part part, Taken taken) {
    Watched one = watch.of(new Place(room, part.mid()), steady.millis());
    if (!taken.again()) {
      watch.ack(one, part.at(), part.text());
    }
    return taken;
  }

  /** The log may have lost what was acknowledged here: then it is put back first. */
  private CompletionStage<Grown> behindLost(RoomId room, Part part, long length) {
    Watched one = watch.find(new Place(room, part.mid()));
    String lost = one == null ? null : one.lost(length);
    return lost == null
        ? CompletableFuture.completedStage(new WrongOffset(length))
        : store
            .append(room, part.with(length, lost))
            .thenCompose(putBack -> store.append(room, part))
            .thenApply(grown -> grown instanceof Taken taken ? acked(room, part, taken) : grown);
  }

  private CompletionStage<Grown> begunAgain(RoomId room, Part part) {
    Watched one = watch.find(new Place(room, part.mid()));
    Seed seed = one == null ? null : whole(one);
    return seed == null
        ? CompletableFuture.completedStage(Refusal.UNKNOWN)
        : store
            .begin(room, seed)
            .thenCompose(begun -> store.append(room, part))
            .thenApply(grown -> grown instanceof Taken taken ? acked(room, part, taken) : grown);
  }

  /** What it would begin from if the log had lost it; null where that is not known. */
  private static @Nullable Seed whole(Watched one) {
    Seed seed = one.seed();
    String acked = one.lost(0);
    return seed == null || acked == null
        ? seed
        : new Seed(seed.mid(), seed.who(), seed.from(), acked);
  }

  /** What stands of it, null for nothing any more. */
  public CompletionStage<@Nullable String> whole(RoomId room, String mid) {
    return store.read(room, mid).thenApply(whole -> whole == null ? null : whole.text());
  }

  /** Looks at those that were quiet for a while. Called every second. */
  public void tick() {
    long now = steady.millis();
    for (Watched one : watch.due(now)) {
      one.lookAgain(now);
      bus.look(one).thenAccept(whole -> seen(one, whole, now));
    }
  }

  private void seen(Watched one, @Nullable Whole whole, long now) {
    Place place = one.place();
    Seed seed = one.seed();
    if (seed == null) {
      watch.forget(place);
    } else if (whole == null) {
      beginAgain(one, seed, now);
    } else {
      String lost = one.lost(Growth.utf8(whole.text()).length);
      if (lost != null) {
        long length = Growth.utf8(whole.text()).length;
        var _ =
            store.append(
                place.room(), new Part(place.mid(), house(seed), length, lost, Integer.MAX_VALUE));
      } else if (one.isQuiet(now)) {
        interrupt(one, seed);
      }
    }
  }

  /** It has ended and nobody told, or the log has lost it. */
  private void beginAgain(Watched one, Seed seed, long now) {
    if (!one.isQuiet(now)) {
      return;
    }
    Place place = one.place();
    store
        .seal(place.room(), new Seal(place.mid(), null, ending(place, seed)))
        .thenAccept(
            answer -> {
              if (answer == Refusal.UNKNOWN) {
                Seed from = whole(one);
                one.heard(steady.millis());
                var _ = store.begin(place.room(), from == null ? seed : from);
              } else {
                watch.forget(place);
              }
            });
  }

  private void interrupt(Watched one, Seed seed) {
    Place place = one.place();
    store
        .seal(place.room(), new Seal(place.mid(), null, ending(place, seed)))
        .thenAccept(answer -> ended(one, seed, answer));
  }

  private void ended(Watched one, Seed seed, Sealed answer) {
    switch (answer) {
      case Closed closed -> {
        var _ = log.finish(one.place().room(), seed.mid(), closed, house(seed));
      }
      case TooEarly(long left) -> one.lookAt(steady.millis() + left);
      case Over _, Refusal _ -> watch.forget(one.place());
    }
  }

  /** Each node that ends one says the same. */
  private static Ending ending(Place place, Seed seed) {
    Event.From from = GrowingJson.person(seed.from());
    Identity who = new Identity(from.id(), from.name(), from.guest());
    String mid = who.mid("interrupted " + place.mid());
    String tail =
        EntryEncoder.finishTail(
            new Event.Finished(place.room().value(), mid, null, place.mid(), from, "interrupted"));
    return new Ending(mid, "interrupted", tail);
  }

  /** In the name of its author, who may not be allowed to say something any more. */
  private static Authority house(Seed seed) {
    return new Authority(seed.who(), Role.NONE, true, Policy.OPEN);
  }
}
