package io.tertulia.cluster.redis.house;

import io.tertulia.cluster.house.HouseStore;
import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.RedisErrors;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Audit.Act;
import io.tertulia.room.access.Revocation;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The house by a script, ranges of a stream, and a stream that is cut. */
public final class RedisHouseStore implements HouseStore {
  /** About how long one revocation of an answer is. */
  private static final int SOME_BYTES = 128;

  /**
   * In words of more than one letter: a room may be called house as well, and the things of a room
   * have one.
   */
  private static final String PLACE = ":{house}:";

  private final Calls calls;
  private final Loop loop;
  private final String script = text();
  private final String head;
  private final String revocations;
  private final String acts;

  /**
   * @param prefix begins the name of every key
   */
  public RedisHouseStore(Calls calls, Loop loop, String prefix) {
    this.calls = calls;
    this.loop = loop;
    this.head = prefix + PLACE + "head";
    this.revocations = prefix + PLACE + "revocations";
    this.acts = prefix + PLACE + "audit";
  }

  @Override
  public CompletionStage<Head> change(String nonce, Needless needless, List<Revocation> added) {
    Request request =
        Request.cmd(Command.EVAL).arg(script).arg(2).arg(head).arg(revocations).arg(nonce);
    request.arg(needless.epoch()).arg(needless.versions().size());
    needless.versions().forEach(request::arg);
    added.forEach(one -> request.arg(RevocationText.of(one)));
    int bytes = script.length() + SOME_BYTES * added.size();
    return onLoop(() -> calls.call(request, bytes).thenCompose(this::head));
  }

  private CompletionStage<Head> head(@Nullable Response answer) {
    if (answer == null) {
      return CompletableFuture.failedStage(new Unanswered(true, "Redis answered nothing"));
    }
    String words = answer.get(1).toString();
    if (answer.get(0).toString().equals("OK")) {
      long top = Long.parseLong(answer.get(2).toString());
      return CompletableFuture.completedStage(new Head(words, top));
    }
    if (RedisErrors.isOfReplica(words)) {
      calls.demoted();
    }
    return CompletableFuture.failedStage(new Unanswered(false, words));
  }

  @Override
  public CompletionStage<List<Listed>> after(long version, int limit) {
    Request request =
        Request.cmd(Command.XRANGE)
            .arg(revocations)
            .arg(version + 1 + "-0")
            .arg("+")
            .arg("COUNT")
            .arg(limit);
    return onLoop(() -> calls.call(request, limit * SOME_BYTES).thenApply(RedisHouseStore::listed));
  }

  private static List<Listed> listed(@Nullable Response answer) {
    List<Listed> page = new ArrayList<>();
    for (Response entry : answer == null ? List.<Response>of() : answer) {
      String id = entry.get(0).toString();
      Revocation one = RevocationText.parse(entry.get(1).get(1).toString());
      long version = Long.parseLong(id.substring(0, id.indexOf('-')));
      page.add(new Listed(version, one));
    }
    return page;
  }

  @Override
  public CompletionStage<Boolean> write(long at, Act act) {
    Request request =
        Request.cmd(Command.XADD).arg(acts).arg("MAXLEN").arg("~").arg(Audit.KEPT).arg("*");
    field(request, "at", String.valueOf(at));
    field(request, "action", act.action());
    field(request, "outcome", act.outcome());
    field(request, "by", act.actor());
    field(request, "on", act.target());
    field(request, "room", act.room() == null ? null : act.room().value());
    field(request, "address", act.address());
    field(request, "reason", act.reason());
    field(request, "times", act.times() == 1 ? null : String.valueOf(act.times()));
    return onLoop(() -> calls.call(request).thenApply(id -> true));
  }

  private static void field(Request request, String name, @Nullable String value) {
    if (value != null) {
      request.arg(name).arg(value);
    }
  }

  private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(answer, call));
    return answer;
  }

  private static String text() {
    try (InputStream in = RedisHouseStore.class.getResourceAsStream("revocations.lua")) {
      if (in == null) {
        throw new IllegalStateException("revocations.lua is not in the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
