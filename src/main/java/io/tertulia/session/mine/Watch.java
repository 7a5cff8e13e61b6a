package io.tertulia.session.mine;

import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.fanout.Delivery;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.fanout.Subscriber;
import io.tertulia.room.mine.Counted;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.session.timing.TimerWheel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one client's list, from which it is told that something is new without being in
 * them: all that came within a second at once, and nothing while it has no room for it, so that it
 * costs a reader that is slow no entry. Of each room only its newest entry is held meanwhile. On
 * the client's loop only.
 */
final class Watch {
  /** Milliseconds between two tellings. */
  private static final long PAUSE = 1_000;

  /** Rooms that are looked at anew in one of them. */
  private static final int LOOKS = 32;

  private final MyConnection.Client client;
  private final MineOperations operations;
  private final Map<RoomId, Watched> rooms = new HashMap<>();
  private final Queue<Watched> changed = new ArrayDeque<>();
  private Set<String> blocked = Set.of();
  private long toldAt = Long.MIN_VALUE / 2;
  private boolean waiting;

  Watch(MyConnection.Client client, MineOperations operations) {
    this.client = client;
    this.operations = operations;
  }

  /** One room, and what is new there. */
  private final class Watched implements Subscriber {
    private final RoomId room;
    private final String user;
    private @Nullable Entry newest;

    /** The newest message among what is new; null when something was done behind it. */
    private @Nullable Entry message;

    private boolean mention;

    /** Whether the room has to be asked what may be told of it. */
    private boolean doubtful;

    private boolean queued;

    private Watched(RoomId room, String user) {
      this.room = room;
      this.user = user;
    }

    @Override
    public Executor loop() {
      return client.steps().loop();
    }

    @Override
    public void deliver(Delivery delivery) {
      Entry entry = delivery.entry();
      if (entry == null) {
        return;
      }
      newest = entry;
      doubtful |= delivery.change() != null;
      if (Counted.isMessage(entry)) {
        message = entry;
        mention |= Counted.mayMention(entry) && means(Counted.meant(entry));
      } else {
        message = null;
      }
      add(this);
    }

    private boolean means(Counted.Meant meant) {
      return meant.has(user) && !blocked.contains(meant.author());
    }

    @Override
    public void forked(long late) {
      doubtful = true;
      add(this);
    }

    private void forget() {
      newest = null;
      message = null;
      mention = false;
      doubtful = false;
    }
  }

  /** Rooms that are watched. */
  int size() {
    return rooms.size();
  }

  void block(Set<String> people) {
    blocked = people;
  }

  /**
   * Watches these too, as far as there is a place for them.
   *
   * @return complete when all is heard that is stored from now on
   */
  CompletionStage<?> add(Principal who, List<RoomId> more) {
    List<CompletableFuture<Void>> heard = new ArrayList<>(more.size());
    for (RoomId room : more) {
      if (rooms.containsKey(room)
          || rooms.size() >= client.most()
          || local().admit(room, who.who().id(), client.address()) != null) {
        continue;
      }
      Watched watched = new Watched(room, who.who().id());
      rooms.put(room, watched);
      // Without a way to it now, the bus says when there is one again.
      heard.add(local().attach(room, watched).toCompletableFuture().exceptionally(f -> null));
    }
    return CompletableFuture.allOf(heard.toArray(CompletableFuture[]::new));
  }

  private LocalRooms local() {
    return client.rooms();
  }

  void remove(RoomId room) {
    Watched watched = rooms.remove(room);
    if (watched != null) {
      changed.remove(watched);
      local().detach(room, watched);
      local().giveUp(room, watched.user, client.address());
    }
  }

  /** A few in each of the client's turns: others want to go on. */
  void removeAll() {
    Iterator<RoomId> some = List.copyOf(rooms.keySet()).stream().limit(LOOKS).iterator();
    some.forEachRemaining(this::remove);
    if (!rooms.isEmpty()) {
      client.later(this::removeAll);
    }
  }

  /** What may be read is to be asked for again. */
  void doubt() {
    for (Watched watched : rooms.values()) {
      watched.doubtful = true;
      add(watched);
    }
  }

  private void add(Watched watched) {
    if (!watched.queued) {
      watched.queued = true;
      changed.add(watched);
    }
    tellSoon();
  }

  private void tellSoon() {
    if (!waiting) {
      waiting = true;
      client.wheel().add(now -> tell(), Math.max(client.wheel().now(), toldAt + PAUSE));
    }
  }

  private long tell() {
    waiting = false;
    toldAt = client.wheel().now();
    int looks = 0;
    for (int left = changed.size(); left > 0 && client.hasRoomToSpare(); left--) {
      Watched watched = changed.remove();
      if (!watched.doubtful) {
        tell(watched);
      } else if (looks++ < LOOKS) {
        look(watched);
      } else {
        changed.add(watched);
      }
    }
    if (!changed.isEmpty()) {
      tellSoon();
    }
    return TimerWheel.Timed.NEVER;
  }

  private void tell(Watched watched) {
    watched.queued = false;
    Entry newest = watched.newest;
    if (newest != null) {
      client.reply(
          new Event.Activity(
              watched.room.value(),
              newest.position().seq(),
              Counted.messages(newest),
              watched.mention,
              Preview.of(watched.message)));
    }
    watched.forget();
  }

  /** Its rules or its history have changed: only the room knows what may be told now. */
  private void look(Watched watched) {
    Principal who = client.principal();
    boolean mention = watched.mention;
    watched.queued = false;
    watched.forget();
    if (who == null) {
      return;
    }
    client
        .steps()
        .await(
            () -> operations.context().summary(who, watched.room, Question.since((Mark) null)),
            reply -> {
              if (!watched.equals(rooms.get(watched.room))) {
                return;
              }
              switch (reply) {
                case null -> {
                  watched.doubtful = true;
                  watched.mention |= mention;
                  add(watched);
                }
                case Summary summary ->
                    client.reply(
                        new Event.Activity(
                            watched.room.value(),
                            summary.head().position().seq(),
                            summary.head().messages(),
                            mention,
                            Preview.of(summary.last())));
                default -> {
                  remove(watched.room);
                  client.reply(
                      new Event.Inbox(
                          0, List.of(), List.of(watched.room.value()), null, rooms.size()));
                }
              }
            });
  }
}
