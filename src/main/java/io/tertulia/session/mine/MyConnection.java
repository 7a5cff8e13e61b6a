package io.tertulia.session.mine;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.News;
import io.tertulia.session.mine.Marks.Marking;
import io.tertulia.session.mine.MineContext.Asker;
import io.tertulia.session.timing.Steps;
import io.tertulia.session.timing.TimerWheel;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One client and its own rooms: what it asks of them, and what it is told. On its loop only. */
public final class MyConnection {
  private final Client client;
  private final MineOperations operations;
  private final MarkQueue marks;

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
      case Command.Inbox(long id, Boolean watch, String after) ->
          operations.pages().page(who, after, id, client::throttle);
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
      case LISTED, UNLISTED, BLOCKED -> {}
    }
  }
}
