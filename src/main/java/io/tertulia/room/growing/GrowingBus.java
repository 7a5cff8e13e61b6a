package io.tertulia.room.growing;

import io.tertulia.format.EventEncoder;
import io.tertulia.format.reading.GrownReader;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing.Seed;
import io.tertulia.room.growing.Growing.Whole;
import io.tertulia.room.growing.Watched.Place;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The bus, on which the parts of a growing message come without a gap: where one was lost on the
 * way, the whole comes instead, as a part that stands at 0. Any thread.
 */
final class GrowingBus implements Bus {
  private final Bus bus;
  private final Growing store;
  private final Watch watch;
  private final InstantSource steady;
  private volatile @Nullable Listener listener;

  GrowingBus(Bus bus, Growing store, Watch watch, InstantSource steady) {
    this.bus = bus;
    this.store = store;
    this.watch = watch;
    this.steady = steady;
  }

  @Override
  public void listen(Listener only) {
    listener = only;
    bus.listen(new Feed(only));
  }

  /** What grows there already is told of when it is known: nobody has to wait for that. */
  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    return bus.subscribe(room)
        .whenComplete(
            (subscribed, failure) ->
                store
                    .list(room)
                    .thenAccept(
                        mids ->
                            mids.forEach(
                                mid -> look(watch.of(new Place(room, mid), steady.millis())))));
  }

  @Override
  public void unsubscribe(RoomId room) {
    bus.unsubscribe(room);
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    bus.announce(room, ephemeral);
  }

  /** Compares what members here were told with what stands. */
  CompletionStage<@Nullable Whole> look(Watched one) {
    Place place = one.place();
    return store
        .read(place.room(), place.mid())
        .thenApply(
            whole -> {
              if (whole != null) {
                one.seed(whole.seed());
                tell(one, whole.text());
              }
              return whole;
            });
  }

  private void tell(Watched one, String whole) {
    Listener to = listener;
    Place place = one.place();
    synchronized (one) {
      long length = Shapes.utf8Length(whole);
      if (length > one.told() && to != null) {
        one.told(length);
        to.onEphemeral(
            place.room(),
            EventEncoder.encode(new Event.Grown(place.room().value(), place.mid(), 0, whole)));
      }
    }
  }

  private final class Feed implements Listener {
    private final Listener to;

    private Feed(Listener to) {
      this.to = to;
    }

    @Override
    public void onEntry(RoomId room, Entry entry) {
      if (GrowingJson.grows(entry.json())) {
        begins(room, entry);
      } else {
        GrowingJson.Ended end = GrowingJson.ended(entry.json());
        if (end != null) {
          ends(new Place(room, end.ref()), end.isDeleted());
        }
      }
      to.onEntry(room, entry);
    }

    private void begins(RoomId room, Entry entry) {
      Watched one = watch.of(new Place(room, entry.mid()), steady.millis());
      Seed seed = GrowingJson.seed(entry.json());
      if (seed != null && one.told() < 0) {
        one.seed(seed);
        one.told(Shapes.utf8Length(seed.text()));
      }
    }

    private void ends(Place place, boolean deleted) {
      if (watch.find(place) != null) {
        watch.forget(place);
        if (deleted) {
          // Whoever deleted it may be gone, and the text must not stay.
          var _ = store.end(place.room(), place.mid(), "");
        }
      }
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      Event.Grown part = GrownReader.read(json);
      if (part == null) {
        to.onEphemeral(room, json);
      } else {
        grown(watch.of(new Place(room, part.mid()), steady.millis()), part, json);
      }
    }

    private void grown(Watched one, Event.Grown part, byte[] json) {
      one.heard(steady.millis());
      synchronized (one) {
        long told = one.told();
        long end = part.at() + Shapes.utf8Length(part.text());
        if (told >= end) {
          return;
        }
        if (part.at() == Math.max(told, 0)) {
          one.told(end);
          to.onEphemeral(one.place().room(), json);
          return;
        }
      }
      lookUntilSettled(one);
    }

    /** One look at a time: what comes meanwhile may need one more. */
    private void lookUntilSettled(Watched one) {
      if (one.beginsLook()) {
        look(one)
            .whenComplete(
                (whole, failure) -> {
                  if (one.endsLook() && failure == null && whole != null) {
                    lookUntilSettled(one);
                  }
                });
      }
    }

    @Override
    public void onFork(RoomId room, long late) {
      to.onFork(room, late);
    }
  }
}
