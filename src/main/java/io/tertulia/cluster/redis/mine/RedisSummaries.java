package io.tertulia.cluster.redis.mine;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.redis.log.RoomKeys;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.cluster.redis.log.reply.LogReplies;
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

  private final Loop loop;
  private final KnownScript script;
  private final RedisNames names;
  private final LongSupplier time;

  /**
   * @param time of Redis, for rooms that it does not have
   */
  public RedisSummaries(
      Calls calls, Loop loop, Scripts.Script script, RedisNames names, LongSupplier time) {
    this.loop = loop;
    this.script = new KnownScript(calls, script);
    this.names = names;
    this.time = time;
  }

  @Override
  public CompletionStage<Reply> of(RoomId room, Question question, Authority reader) {
    RoomKeys keys = RoomKeys.of(names, room);
    String[] all = {keys.meta(), keys.stream(), keys.people(), keys.mentions(), keys.overlays()};
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            FutureCompletion.answer(
                answer,
                () ->
                    script
                        .call(all, call -> asking(call, question, reader), SOME_BYTES)
                        .thenApply(found -> reply(found, reader))));
    return answer;
  }

  private static Request asking(Request call, Question question, Authority reader) {
    Mark since = question.since();
    return call.arg(reader.id())
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
    long now = LogReplies.number(found, 3);
    Right.Denial no = right.toRead(now);
    return no == null ? summary(found, right, now) : new Denied(no);
  }

  private static Summary summary(Response found, Right right, long now) {
    Lineage lineage = LogReplies.lineage(found, 4);
    List<String> authors = new ArrayList<>();
    for (int i = 14; i < found.size(); i++) {
      authors.add(found.get(i).toString());
    }
    long at = LogReplies.number(found, 10);
    return new Summary(
        new Head(lineage.head(), lineage.messages()),
        right,
        now,
        found.get(2).toString(),
        last(found.get(12), found.get(13)),
        new Since(
            LogReplies.number(found, 7),
            LogReplies.number(found, 8),
            LogReplies.number(found, 9),
            authors),
        at == 0 ? null : new Mark(lineage.at(at), LogReplies.number(found, 11)));
  }

  private static @Nullable Entry last(Response payload, Response became) {
    return payload.toBytes().length == 0 ? null : LogReplies.shown(payload, became);
  }
}
