package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Blanks;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.RedisErrors;
import io.tertulia.cluster.redis.log.LogRequests.Sought;
import io.tertulia.cluster.redis.log.reply.LogReplies;
import io.tertulia.cluster.redis.log.reply.RuleReplies;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The log by the scripts of this package. On the loop. */
public final class RedisLogServer implements LogServer {
  /** With these words in its answer Redis has stored nothing; with any other it may have. */
  private static final Pattern REFUSED =
      Pattern.compile("OOM|READONLY|NOREPLICAS|NOSCRIPT|MISCONF");

  /** About how long an entry of an answer is, and the rest of the answer. */
  private static final long SOME_BYTES = 512;

  private final Calls writing;
  private final Calls reading;
  private final Loop loop;
  private final Scripts scripts;
  private final LogRequests requests;
  private final RedisClock clock;
  private final MessageLookup old;
  private boolean asking;

  /**
   * @param writing for appends and repairs, which nothing may hold up
   * @param reading for reads and checks
   */
  public RedisLogServer(
      Calls writing, Calls reading, Loop loop, RedisNames names, LogLimits limits) {
    this.writing = writing;
    this.reading = reading;
    this.loop = loop;
    this.scripts = new Scripts(limits);
    this.requests = new LogRequests(scripts, names);
    this.clock = new RedisClock(loop);
    this.old = new MessageLookup(this, loop);
    askTime();
  }

  @Override
  public CompletionStage<AppendReply> append(Append append) {
    return append(append, LogRequests.sought(append.draft()));
  }

  private CompletionStage<AppendReply> append(Append append, Sought sought) {
    Request request =
        append.draft().warrant() instanceof RuleChange change
            ? requests.change(append, change)
            : requests.append(append, sought);
    return bare(
        writing
            .call(request)
            .<CompletionStage<AppendReply>>handle(
                (answer, failure) ->
                    failure == null ? appended(append, sought, present(answer)) : refused(failure))
            .thenCompose(Function.identity()));
  }

  private CompletionStage<AppendReply> appended(Append append, Sought sought, Response answer) {
    return switch (answer.get(0).toString()) {
      case "OK" -> done(stored(append.draft(), answer));
      case "DUP" -> done(LogReplies.dup(answer));
      case "LATE" -> done(new Late());
      case "LOST" -> done(new Lost(LogReplies.lineage(answer, 1)));
      case "NO" -> done(new Refused(no(answer)));
      case "RULED" -> done(new Ruled());
      case "DENIED" -> done(denied(answer));
      case "SLOW" -> done(new Slow(LogReplies.number(answer, 1)));
      case "OUTDATED" -> done(new Outdated());
      case "MISSING" -> done(new NoSuchMessage());
      case "GONE" -> done(new Gone());
      case "NESTED" -> done(new InThread());
      case "FULL" -> done(new TooManyReactions());
      case "SAME" -> done(new Unchanged());
      case "ASK" -> {
        String mid = answer.get(1).toString();
        yield old.find(append, mid, seq -> append(append, sought.found(append.draft(), mid, seq)));
      }
      default -> throw new IllegalStateException("not an answer of append.lua: " + answer);
    };
  }

  private static Stored stored(Draft draft, Response answer) {
    Position position = new Position(answer.get(1).toString(), LogReplies.number(answer, 2));
    long at = LogReplies.number(answer, 3);
    String before = answer.size() > 5 ? answer.get(5).toString() : "";
    EntryBytes.Given given =
        new EntryBytes.Given(position, at, LogReplies.number(answer, 4), before, null);
    return new Stored(EntryBytes.join(draft, given));
  }

  private static Denied denied(Response answer) {
    Right.Why why = Right.Why.valueOf(answer.get(1).toString());
    return new Denied(new Right.Denial(why, LogReplies.number(answer, 2)));
  }

  /** A failure that says that nothing was stored is an answer. */
  private CompletionStage<AppendReply> refused(Throwable failure) {
    Unanswered unanswered = unanswered(failure);
    String words = String.valueOf(unanswered.getMessage());
    return !unanswered.wasSent() && plain(failure) instanceof Calls.RedisError
        ? done(new Refused(words))
        : CompletableFuture.failedStage(unanswered);
  }

  /** Redis' own words. */
  private String no(Response answer) {
    String words = answer.get(1).toString();
    if (RedisErrors.isOfReplica(words)) {
      writing.demoted();
    }
    return words;
  }

  @Override
  public CompletionStage<Repaired> repair(Repair repair) {
    return bare(
        writing.call(requests.repair(repair)).thenCompose(answer -> repaired(present(answer))));
  }

  private CompletionStage<Repaired> repaired(Response answer) {
    return answer.get(0).toString().equals("NO")
        ? CompletableFuture.failedStage(new Unanswered(false, no(answer)))
        : CompletableFuture.completedStage(LogReplies.repaired(answer));
  }

  @Override
  public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms) {
    CompletionStage<Boolean> askedTime = askTime();
    List<CompletableFuture<@Nullable Response>> answers = new ArrayList<>(rooms.size());
    for (RoomId room : rooms) {
      answers.add(reading.call(requests.check(room)).toCompletableFuture());
    }
    return bare(
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenCompose(all -> askedTime)
            .thenApply(told -> lineages(answers)));
  }

  private static List<@Nullable Lineage> lineages(
      List<CompletableFuture<@Nullable Response>> answers) {
    List<@Nullable Lineage> lineages = new ArrayList<>(answers.size());
    for (CompletableFuture<@Nullable Response> answer : answers) {
      Response fields = present(answer.join());
      lineages.add(
          fields.get(1) == null
              ? null
              : LogReplies.lineage(fields, 0).with(RuleReplies.rules(fields, 3)));
    }
    return lineages;
  }

  @Override
  public CompletionStage<Span> read(RoomId room, Query query) {
    return bare(
        called(requests.read(room, query), query)
            .thenApply(answer -> LogReplies.span(answer, 0, null)));
  }

  @Override
  public CompletionStage<ReadReply> read(RoomId room, Query query, @Nullable Authority reader) {
    if (reader == null) {
      return bare(
          called(requests.readByAnybody(room, query), query)
              .thenApply(
                  answer -> answer.size() == 1 ? new Ruled() : LogReplies.span(answer, 0, null)));
    }
    return bare(
        called(requests.readBy(reader, room, query), query)
            .thenApply(answer -> LogReplies.span(answer, 2, RuleReplies.right(answer, reader))));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    // In this order: who is changed in between has made the rules outdated.
    CompletionStage<@Nullable Response> first = reading.call(requests.rules(room));
    return bare(
        reading
            .call(requests.people(room, people))
            .thenCombine(
                first,
                (found, of) -> RuleReplies.state(present(of), present(found), people, time())));
  }

  private CompletionStage<Response> called(Request request, Query query) {
    int bytes = (int) Math.min(query.bytes(), SOME_BYTES * (query.limit() + 1L));
    return reading.call(request, bytes).thenApply(RedisLogServer::present);
  }

  @Override
  public void overwrite() {
    for (Calls calls : List.of(writing, reading)) {
      for (int i = 0; i < Blanks.TIMES; i++) {
        var _ = calls.call(Request.cmd(Command.PING).arg(Blanks.text()), Blanks.text().length());
      }
    }
  }

  @Override
  public long time() {
    if (!clock.isKnown() && !asking) {
      askTime();
    }
    return clock.now();
  }

  private CompletionStage<Boolean> askTime() {
    asking = true;
    long asked = loop.now();
    return reading
        .call(Request.cmd(Command.TIME))
        .thenApply(
            answer -> {
              Response parts = present(answer);
              long millis = LogReplies.number(parts, 0) * 1000 + LogReplies.number(parts, 1) / 1000;
              clock.heard(asked, loop.now(), millis);
              return true;
            })
        .whenComplete((told, failure) -> asking = false);
  }

  private static Response present(@Nullable Response answer) {
    if (answer == null) {
      throw new IllegalStateException("Redis answered nothing");
    }
    return answer;
  }

  private static CompletionStage<AppendReply> done(AppendReply reply) {
    return CompletableFuture.completedStage(reply);
  }

  /** Fails with {@link Unanswered} itself, not wrapped. */
  private <T> CompletionStage<T> bare(CompletionStage<T> stage) {
    CompletableFuture<T> bare = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            bare.complete(value);
          } else {
            bare.completeExceptionally(unanswered(failure));
          }
        });
    return bare;
  }

  private Unanswered unanswered(Throwable failure) {
    Throwable plain = plain(failure);
    if (plain instanceof Unanswered unanswered) {
      return unanswered;
    }
    String words = String.valueOf(plain.getMessage());
    if (plain instanceof Calls.RedisError && words.contains("NOSCRIPT")) {
      scripts.loads().forEach(load -> writing.call(load).whenComplete((sha1, error) -> {}));
    }
    return new Unanswered(
        !(plain instanceof Calls.RedisError && REFUSED.matcher(words).find()), words);
  }

  private static Throwable plain(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
