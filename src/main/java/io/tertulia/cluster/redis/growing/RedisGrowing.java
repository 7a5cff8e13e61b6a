package io.tertulia.cluster.redis.growing;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.redis.log.RoomKeys;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What grows, by grow.lua. Any thread; stages complete on the loop. */
public final class RedisGrowing implements Growing {
  private final Calls calls;
  private final Loop loop;
  private final Scripts.Script grow;
  private final RedisNames names;
  private final BiFunction<RoomId, byte[], byte[]> sealed;

  /**
   * @param sealed an event as it is published in a room; called on the loop
   */
  public RedisGrowing(
      Calls calls,
      Loop loop,
      Scripts.Script grow,
      RedisNames names,
      BiFunction<RoomId, byte[], byte[]> sealed) {
    this.calls = calls;
    this.loop = loop;
    this.grow = grow;
    this.names = names;
    this.sealed = sealed;
  }

  @Override
  public CompletionStage<Begun> begin(RoomId room, Seed seed) {
    return ask(
        () ->
            call(room, seed.mid(), "", "BEGIN")
                .arg(seed.who())
                .arg(seed.from())
                .arg(seed.text())
                .arg(MOST),
        answer -> Begun.valueOf(word(answer)));
  }

  @Override
  public CompletionStage<Grown> append(RoomId room, Part part) {
    return ask(
        () -> {
          Event.Grown event = new Event.Grown(room.value(), part.mid(), part.at(), part.text());
          Authority author = part.author();
          return call(room, part.mid(), author.id(), "APPEND")
              .arg(part.at())
              .arg(part.text())
              .arg(part.most())
              .arg(sealed.apply(room, EventEncoder.encode(event)))
              .arg("")
              .arg("")
              .arg("")
              .arg(author.id())
              .arg(author.rank())
              .arg(author.byDefault().read().wireName())
              .arg(author.byDefault().say().wireName())
              .arg(0);
        },
        RedisGrowing::grown);
  }

  private static Grown grown(Response answer) {
    return switch (word(answer)) {
      case "TAKEN" -> new Taken(number(answer, 1), false);
      case "AGAIN" -> new Taken(number(answer, 1), true);
      case "OFFSET" -> new WrongOffset(number(answer, 1));
      case "DENIED" ->
          new Denied(
              new Right.Denial(Right.Why.valueOf(answer.get(1).toString()), number(answer, 2)));
      case "OVER" -> new Over(answer.get(1).toString());
      default -> Refusal.valueOf(word(answer));
    };
  }

  @Override
  public CompletionStage<Sealed> seal(RoomId room, Seal seal) {
    return ask(
        () ->
            call(room, seal.mid(), "", "SEAL")
                .arg(seal.who() == null ? "" : seal.who())
                .arg(PATIENCE.toMillis())
                .arg(seal.ending().mid())
                .arg(seal.ending().status())
                .arg(seal.ending().tail()),
        RedisGrowing::shut);
  }

  private static long number(Response answer, int index) {
    return Long.parseLong(answer.get(index).toString());
  }

  private static Sealed shut(Response answer) {
    return switch (word(answer)) {
      case "CLOSED" ->
          new Closed(
              new Ending(
                  answer.get(1).toString(), answer.get(2).toString(), answer.get(3).toString()),
              answer.get(4).toString());
      case "EARLY" -> new TooEarly(number(answer, 1));
      case "OVER" -> new Over(answer.get(1).toString());
      default -> Refusal.valueOf(word(answer));
    };
  }

  @Override
  public CompletionStage<@Nullable Void> end(RoomId room, String mid, String finish) {
    return ask(() -> call(room, mid, "", "END").arg(finish), answer -> null);
  }

  @Override
  public CompletionStage<@Nullable Void> forget(RoomId room, String mid) {
    return ask(() -> call(room, mid, "", "FORGET"), answer -> null);
  }

  @Override
  public CompletionStage<@Nullable Whole> read(RoomId room, String mid) {
    return ask(
        () -> call(room, mid, "", "READ"),
        answer ->
            answer.size() == 0
                ? null
                : new Whole(
                    new Seed(mid, answer.get(0).toString(), answer.get(1).toString(), ""),
                    answer.get(2).toString()));
  }

  @Override
  public CompletionStage<List<String>> list(RoomId room) {
    return ask(
        () -> Request.cmd(Command.HGETALL).arg(RoomKeys.of(names, room).growing()),
        answer -> List.copyOf(answer.getKeys()));
  }

  private Request call(RoomId room, String mid, String author, String what) {
    RoomKeys keys = RoomKeys.of(names, room);
    return grow.call(
            keys.meta(),
            keys.stream(),
            keys.even(),
            keys.odd(),
            keys.overlays(),
            keys.reactions(),
            keys.mentions(),
            keys.people(),
            keys.said(author),
            keys.growing(),
            keys.growth(mid),
            keys.growingText(mid))
        .arg(what)
        .arg(mid)
        .arg(keys.channel());
  }

  private static String word(Response answer) {
    return answer.get(0).toString();
  }

  private <T extends @Nullable Object> CompletionStage<T> ask(
      Supplier<Request> request, Function<Response, T> reading) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () ->
            FutureCompletion.answer(
                result,
                () ->
                    calls
                        .call(request.get())
                        .exceptionallyCompose(failure -> again(failure, request))
                        .thenApply(answer -> reading.apply(Objects.requireNonNull(answer)))));
    return result;
  }

  /** A Redis that has come back empty does not know the script. */
  private CompletionStage<@Nullable Response> again(Throwable failure, Supplier<Request> request) {
    if (!String.valueOf(failure.getMessage()).contains("NOSCRIPT")) {
      return CompletableFuture.failedStage(failure);
    }
    return calls.call(grow.load()).thenCompose(loaded -> calls.call(request.get()));
  }
}
