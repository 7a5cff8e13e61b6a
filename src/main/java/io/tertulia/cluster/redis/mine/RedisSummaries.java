package io.tertulia.cluster.redis.mine;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.redis.log.RoomKeys;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.cluster.redis.log.reply.RuleReplies;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.Standing;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.Summaries;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Rooms as one script sees them. */
public final class RedisSummaries implements Summaries {
  /** About how long an answer is. */
  private static final int SOME_BYTES = 1_024;

  /** Of a room that nobody was in yet. */
  private static final Head NOTHING = new Head(new Position("00000000", 0), 0);

  private final Calls calls;
  private final Loop loop;
  private final Scripts.Script script;
  private final RedisNames names;
  private final LongSupplier time;

  /**
   * @param time of Redis, for rooms that it does not have
   */
  public RedisSummaries(
      Calls calls, Loop loop, Scripts.Script script, RedisNames names, LongSupplier time) {
    this.calls = calls;
    this.loop = loop;
    this.script = script;
    this.names = names;
    this.time = time;
  }

  @Override
  public CompletionStage<Reply> of(RoomId room, Question question, Authority reader) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            FutureCompletion.answer(
                answer,
                () ->
                    calls
                        .call(request(room, question, reader), SOME_BYTES)
                        .exceptionallyCompose(failure -> again(failure, room, question, reader))
                        .thenApply(found -> reply(found, reader))));
    return answer;
  }

  /** A Redis that has come back empty does not know the script. */
  private CompletionStage<@Nullable Response> again(
      Throwable failure, RoomId room, Question question, Authority reader) {
    if (!String.valueOf(failure.getMessage()).contains("NOSCRIPT")) {
      return CompletableFuture.failedStage(failure);
    }
    return calls
        .call(script.load())
        .thenCompose(loaded -> calls.call(request(room, question, reader), SOME_BYTES));
  }

  private Request request(RoomId room, Question question, Authority reader) {
    RoomKeys keys = RoomKeys.of(names, room);
    Mark since = question.since();
    return script
        .call(keys.meta(), keys.stream(), keys.people(), keys.mentions())
        .arg(reader.id())
        .arg(since == null ? "" : since.position().epoch())
        .arg(since == null ? 0 : since.position().seq())
        .arg(since == null ? 0 : since.messages())
        .arg(question.at())
        .arg(question.authors() ? Since.AUTHORS : 0);
  }

  private Reply reply(@Nullable Response found, Authority reader) {
    if (found == null || found.size() == 0) {
      Right right = Right.of(reader, RoomRules.NONE, Standing.NONE);
      Right.Denial no = right.toRead(time.getAsLong());
      return no != null
          ? new Denied(no)
          : new Summary(
              NOTHING, right, time.getAsLong(), "", null, new Since(0, 0, 0, List.of()), null);
    }
    Right right = RuleReplies.right(found, reader);
    long now = number(found, 3);
    Right.Denial no = right.toRead(now);
    return no == null ? summary(found, right, now) : new Denied(no);
  }

  private static Summary summary(Response found, Right right, long now) {
    Lineage lineage = Lineage.parse(number(found, 4), found.get(5).toString());
    List<String> authors = new ArrayList<>();
    for (int i = 13; i < found.size(); i++) {
      authors.add(found.get(i).toString());
    }
    long at = number(found, 10);
    return new Summary(
        new Head(lineage.head(), number(found, 6)),
        right,
        now,
        found.get(2).toString(),
        last(found.get(12).toBytes()),
        new Since(number(found, 7), number(found, 8), number(found, 9), authors),
        at == 0 ? null : new Mark(lineage.at(at), number(found, 11)));
  }

  private static @Nullable Entry last(byte[] payload) {
    return payload.length == 0 ? null : EntryBytes.parse(payload);
  }

  private static long number(Response found, int index) {
    return Long.parseLong(found.get(index).toString());
  }
}
