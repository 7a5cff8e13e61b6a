package io.tertulia.cluster.redis.mine;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.cluster.redis.log.Scripts.Script;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.Sha256;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRoom.Outcome;
import io.tertulia.room.mine.MyRooms;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Two hashes for each person, changed by two scripts. */
public final class RedisMyRooms implements MyRooms {
  private static final String NOTHING = "-";

  /** Bytes of an id's hash that name its keys: an id may hold anything, and is somebody's. */
  private static final int NAME = 16;

  /** About how long a room of an answer is. */
  private static final int SOME_BYTES = 96;

  private static final Script CHANGE = Scripts.alone(RedisMyRooms.class, "change.lua");
  private static final Script BLOCK = Scripts.alone(RedisMyRooms.class, "block.lua");

  private final Calls calls;
  private final Loop loop;
  private final String prefix;
  private final KnownScript change;
  private final KnownScript block;

  /**
   * @param prefix begins the name of every key
   */
  public RedisMyRooms(Calls calls, Loop loop, String prefix) {
    this.calls = calls;
    this.loop = loop;
    this.prefix = prefix;
    this.change = new KnownScript(calls, CHANGE);
    this.block = new KnownScript(calls, BLOCK);
  }

  /** For a connection to load. */
  public static List<String> sources() {
    return List.of(CHANGE.source(), BLOCK.source());
  }

  @Override
  public CompletionStage<Map<RoomId, MyRoom>> all(String user) {
    Request use = Request.cmd(Command.PEXPIRE).arg(rooms(user)).arg(MyRooms.kept(user).toMillis());
    return onLoop(
        () -> {
          CompletionStage<@Nullable Response> used = calls.call(use);
          return calls
              .call(Request.cmd(Command.HGETALL).arg(rooms(user)), MOST * SOME_BYTES / 8)
              .thenCombine(used, (found, done) -> list(found));
        });
  }

  private static Map<RoomId, MyRoom> list(@Nullable Response found) {
    Map<RoomId, MyRoom> rooms = new HashMap<>();
    if (found != null) {
      for (String name : found.getKeys()) {
        rooms.put(new RoomId(name), MyRoom.parse(found.get(name).toString()));
      }
    }
    return rooms;
  }

  @Override
  public CompletionStage<MyRoom> find(String user, RoomId room) {
    Request request = Request.cmd(Command.HGET).arg(rooms(user)).arg(room.value());
    return onLoop(
        () ->
            calls
                .call(request)
                .thenApply(row -> row == null ? MyRoom.NONE : MyRoom.parse(row.toString())));
  }

  @Override
  public CompletionStage<Outcome> change(String user, RoomId room, Change asked) {
    return changed(user, room, call -> asking(call, asked)).thenApply(RedisMyRooms::outcome);
  }

  private static Request asking(Request call, Change asked) {
    return switch (asked) {
      case Change.Follow(String with, var from) ->
          call.arg("follow")
              .arg(with == null ? NOTHING : with)
              .arg(cursor(from == null ? null : from.position()))
              .arg(from == null ? 0 : from.messages());
      case Change.Forget forget -> call.arg("forget");
      case Change.Notify(MyRoom.Level level) -> call.arg("notify").arg(level.wireName());
      case Change.Read(var to, Position over) ->
          call.arg("read").arg(to.position().cursor()).arg(to.messages()).arg(cursor(over));
      case Change.Got(Position to, Position over) ->
          call.arg("got").arg(to.cursor()).arg(cursor(over));
    };
  }

  @Override
  public CompletionStage<Reached> reach(String user, String other, RoomId room) {
    return changed(user, room, call -> call.arg("reach").arg(other))
        .thenApply(
            answer ->
                switch (word(answer)) {
                  case "CHANGED" -> Reached.NEWLY;
                  case "SAME" -> Reached.REACHED;
                  case "BLOCKED" -> Reached.BLOCKED;
                  case "FULL" -> Reached.FULL;
                  default -> throw unknown(answer);
                });
  }

  private CompletionStage<@Nullable Response> changed(
      String user, RoomId room, UnaryOperator<Request> what) {
    String[] keys = {rooms(user), people(user)};
    UnaryOperator<Request> arguments =
        call -> what.apply(call.arg(room.value()).arg(MOST).arg(MyRooms.kept(user).toMillis()));
    return this.<@Nullable Response>onLoop(() -> change.call(keys, arguments, SOME_BYTES));
  }

  private static Outcome outcome(@Nullable Response answer) {
    return switch (word(answer)) {
      case "CHANGED" -> {
        String row = answer == null ? "" : answer.get(1).toString();
        yield new MyRoom.Changed(row.isEmpty() ? MyRoom.NONE : MyRoom.parse(row));
      }
      case "SAME" -> new MyRoom.Same();
      case "OUTDATED" -> new MyRoom.Outdated();
      case "FULL" -> new MyRoom.Full();
      default -> throw unknown(answer);
    };
  }

  private static String word(@Nullable Response answer) {
    return answer == null ? "" : answer.get(0).toString();
  }

  private static IllegalStateException unknown(@Nullable Response answer) {
    return new IllegalStateException("not an answer of change.lua: " + answer);
  }

  @Override
  public CompletionStage<Boolean> block(String user, String other, boolean on) {
    String[] keys = {people(user)};
    UnaryOperator<Request> arguments =
        call -> call.arg(other).arg(on ? 1 : 0).arg(MOST).arg(MyRooms.kept(user).toMillis());
    return onLoop(
        () ->
            block
                .call(keys, arguments, SOME_BYTES)
                .thenApply(answer -> answer != null && answer.toString().equals("1")));
  }

  @Override
  public CompletionStage<Set<String>> blocked(String user) {
    Request request = Request.cmd(Command.HGETALL).arg(people(user));
    return onLoop(
        () -> calls.call(request).thenApply(all -> all == null ? Set.of() : all.getKeys()));
  }

  private static String cursor(@Nullable Position position) {
    return position == null ? NOTHING : position.cursor();
  }

  private String rooms(String user) {
    return place(user) + "r";
  }

  private String people(String user) {
    return place(user) + "b";
  }

  /** A room has no colon in its name. */
  private String place(String user) {
    byte[] name = Arrays.copyOf(Sha256.of(user), NAME);
    return prefix + ":{u:" + HexFormat.of().formatHex(name) + "}:";
  }

  private <T extends @Nullable Object> CompletionStage<T> onLoop(
      Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(answer, call));
    return answer;
  }
}
