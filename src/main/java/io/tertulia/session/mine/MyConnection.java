package io.tertulia.session.mine;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.News;
import io.tertulia.session.mine.Marks.Marking;
import io.tertulia.session.mine.MineContext.Asker;
import io.tertulia.session.timing.Steps;
import io.tertulia.session.timing.TimerWheel;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client and its own rooms: what it asks of them, and what it is told. On its loop only. */
public final class MyConnection {
  private final Client client;
  private final MineOperations operations;
  private final MarkQueue marks;

  /** Null while it does not want to be told. */
  private @Nullable Watch watch;

  /** Whose it is, as far as that matters here. On its loop. */
  public interface Client {
    String id();

    /** Null before it is admitted. */
    @Nullable Principal principal();

    Steps steps();

    TimerWheel wheel();

    /** Whether it is in a room. */
    boolean isIn(RoomId room);

    void reply(Event event);

    /** Whether there is more place than what may be lost takes. */
    boolean hasRoomToSpare();

    /** The rooms of the node. */
    LocalRooms rooms();

    /** Of the client, without port. */
    String address();

    /** Rooms that one client may watch. */
    int most();

    /** Takes a step that may wait for those of other clients. */
    void later(Runnable step);

    /** As {@code RateLimits.take} for so many rooms: milliseconds to wait, 0 for none. */
    long throttle(int rooms);
  }

  public MyConnection(Client client, MineOperations operations) {
    this.client = client;
    this.operations = operations;
    this.marks = new MarkQueue(operations.marks(), client.steps(), client.wheel());
  }

  /** For who may read the room that is named, as far as access knows. */
  public CompletionStage<Event> carryOut(Principal who, Command.OfMine command) {
    Asker asker = new Asker(who, client.id());
    return switch (command) {
      case Command.Read(long id, String name, long seq) -> mark(asker, name, true, seq, id);
      case Command.Got(long id, String name, long seq) -> mark(asker, name, false, seq, id);
      case Command.Follow(long id, String name) ->
          operations.lists().follow(asker, new RoomId(name), id);
      case Command.Unfollow(long id, String name) ->
          operations.lists().unfollow(asker, new RoomId(name), id);
      case Command.Notify(long id, String name, String level) ->
          operations.lists().notify(asker, new RoomId(name), MyRoom.Level.of(level), id);
      case Command.Block(long id, String user, boolean on) ->
          operations.lists().block(asker, user, on, id);
      case Command.Direct(long id, String user) -> operations.direct().open(asker, user, id);
      case Command.Inbox(long id, Boolean watch, String after) -> inbox(who, watch, after, id);
    };
  }

  private CompletionStage<Event> mark(Asker asker, String name, boolean isRead, long seq, long id) {
    RoomId room = new RoomId(name);
    return marks.add(new Marking(asker, room, client.isIn(room), isRead, seq, id));
  }

  /** Another connection of this person did something, or this one. */
  public void told(News.Item item) {
    Principal who = client.principal();
    if (who == null || !who.who().id().equals(item.user())) {
      return;
    }
    switch (item.what()) {
      case READ, GOT -> {
        RoomId room = Objects.requireNonNull(item.room());
        boolean isHeard = item.isAnnounced() && client.isIn(room);
        if (!isHeard && !item.session().equals(client.id())) {
          client.reply(
              new Event.Receipt(
                  room.value(), who.who().from(), item.seq(), item.what() == News.What.READ));
        }
      }
      case LISTED -> listed(who, Objects.requireNonNull(item.room()));
      case UNLISTED -> unlisted(Objects.requireNonNull(item.room()));
      case BLOCKED -> blocked(item.user());
    }
  }

  private void listed(Principal who, RoomId room) {
    Watch watching = watch;
    if (watching == null) {
      return;
    }
    client
        .steps()
        .await(
            () ->
                watching.add(who, List.of(room)).thenCompose(heard -> operations.listed(who, room)),
            listed -> {
              if (listed != null && watching.equals(watch)) {
                client.reply(new Event.Inbox(0, List.of(listed), List.of(), null, watching.size()));
              }
            });
  }

  private void unlisted(RoomId room) {
    if (watch != null) {
      watch.remove(room);
      client.reply(new Event.Inbox(0, List.of(), List.of(room.value()), null, watch.size()));
    }
  }

  private void blocked(String user) {
    Watch watching = watch;
    if (watching != null) {
      client
          .steps()
          .await(
              () -> operations.context().rooms().blocked(user),
              people -> watching.block(Objects.requireNonNullElse(people, Set.of())));
    }
  }

  private CompletionStage<Event> inbox(
      Principal who, @Nullable Boolean wanted, @Nullable String after, long id) {
    if (Boolean.FALSE.equals(wanted)) {
      end();
    } else if (wanted != null && watch == null) {
      watch = new Watch(client, operations);
    }
    return operations.pages().page(who, after, id, new Page(who, watch));
  }

  /** What may be read is to be asked for again. */
  public void rightsChanged() {
    if (watch != null) {
      watch.doubt();
    }
  }

  /** Nothing is watched any more. */
  public void end() {
    Watch watching = watch;
    watch = null;
    if (watching != null) {
      watching.removeAll();
    }
  }

  /** A page that is asked for, on any thread. */
  private final class Page implements InboxPages.Reader {
    private final Principal who;
    private final @Nullable Watch watching;

    private Page(Principal who, @Nullable Watch watching) {
      this.who = who;
      this.watching = watching;
    }

    @Override
    public long throttle(int rooms) {
      return client.throttle(rooms);
    }

    @Override
    public CompletionStage<?> before(List<RoomId> rooms, Set<String> people) {
      Watch to = watching;
      return to == null
          ? CompletableFuture.completedStage(true)
          : this.<Object>onLoop(
              () -> {
                to.block(people);
                return to.equals(watch)
                    ? to.add(who, rooms).thenApply(heard -> true)
                    : CompletableFuture.completedStage(true);
              });
    }

    @Override
    public CompletionStage<Integer> watched() {
      Watch to = watching;
      return to == null
          ? CompletableFuture.completedStage(-1)
          : onLoop(() -> CompletableFuture.completedStage(to.size()));
    }

    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> what) {
      CompletableFuture<CompletionStage<T>> begun = new CompletableFuture<>();
      client.steps().loop().execute(() -> client.steps().take(() -> begun.complete(what.get())));
      return begun.thenCompose(stage -> stage);
    }
  }
}
