package io.tertulia.cluster.redis.connection;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.Loop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls over one connection that is kept up. What is called while it is down waits for it until the
 * call's own deadline. A connection is ended when a call waits for longer than that and nothing at
 * all was answered meanwhile: it may be open on this side only. One that is slow is not.
 *
 * <p>Vert.x hands out the replies of one write together, and not those beside an error. So an error
 * makes all other calls of its tick unanswered: scripts should return what goes wrong as a value.
 */
public final class RedisLink implements Calls, OneMaster.Link {
  /**
   * Bytes of one write, about: its replies are handed out together, so each write that is answered
   * shows that the connection lives, however long all of them take.
   */
  private static final int WRITE_BYTES = 256 * 1024;

  /** Each call may be refused alike: the log has it once in so many milliseconds. */
  private static final long QUIET = 60_000;

  private static final System.Logger LOG = System.getLogger(RedisLink.class.getName());

  /** A request whose caller does not say how long it is. */
  private static final int SOME_BYTES = 256;

  /** What the link tells of itself. */
  public interface Listener {
    /**
     * @param incarnation counts the connections: 1 for the first
     * @param server names the process at the other end
     */
    void up(long incarnation, String server);

    void down(String why);
  }

  /**
   * @param call how long a call may take, in milliseconds
   * @param underway calls that may be sent and not answered; below what the client takes (2048)
   * @param waiting calls that may wait to be sent; one more is refused
   * @param bytes of the calls that are under way, and as many of those that wait
   */
  public record Settings(long call, int underway, int waiting, long bytes) {
    public static Settings of(long call) {
      return new Settings(call, 1_536, 8_192, 32L << 20);
    }
  }

  private final Loop loop;
  private final Settings settings;
  private final List<String> scripts;
  private final Listener listener;
  private final Reconnector reconnector;

  private final ArrayDeque<Call> waiting = new ArrayDeque<>();
  private final ArrayDeque<Batch> underway = new ArrayDeque<>();
  private long waitingBytes;
  private int underwayCalls;
  private long underwayBytes;
  private boolean flushing;
  private boolean watching;

  /** When something was answered last on this connection, or it came up. */
  private long heardAt;

  /** From when on Redis' words to a call go into the log again. */
  private long quietUntil;

  private @Nullable RedisConnection connection;
  private String server = "";
  private long incarnation;

  /**
   * @param clients makes a new client for each connection, which is closed with it; asked on the
   *     loop
   * @param scripts are loaded on each connection before anything else goes over it
   */
  public RedisLink(
      Loop loop,
      Supplier<Redis> clients,
      Settings settings,
      List<String> scripts,
      Listener listener) {
    this.loop = loop;
    this.settings = settings;
    this.scripts = List.copyOf(scripts);
    this.listener = listener;
    this.reconnector = new Reconnector(loop, clients, "Redis", new Owner());
  }

  /** Any thread. */
  public void start() {
    reconnector.start();
  }

  /** For good. What waits fails at its deadline. */
  public void close() {
    reconnector.close();
  }

  @Override
  public void end(String why) {
    reconnector.end(why);
  }

  @Override
  public void demoted() {
    end(OneMaster.REPLICA);
  }

  @Override
  public CompletionStage<Boolean> isMaster() {
    return call(Request.cmd(Command.INFO).arg("replication"))
        .thenApply(info -> RedisServerInfo.isMaster(String.valueOf(info)));
  }

  @Override
  public boolean isUp() {
    return connection != null;
  }

  @Override
  public CompletionStage<@Nullable Response> call(Request request) {
    return call(request, SOME_BYTES);
  }

  @Override
  public CompletionStage<@Nullable Response> call(Request request, int bytes) {
    if (waiting.size() >= settings.waiting || waitingBytes + bytes > settings.bytes) {
      return CompletableFuture.failedFuture(new Unanswered(false, "too much waits for Redis"));
    }
    Call call = new Call(request, bytes, loop.now() + settings.call, new CompletableFuture<>());
    waiting.add(call);
    waitingBytes += bytes;
    if (connection != null && !flushing) {
      flushing = true;
      loop.execute(this::flush);
    }
    watch();
    return call.reply;
  }

  private void flush() {
    flushing = false;
    giveUpWaiting();
    List<Call> calls = new ArrayList<>();
    long bytes = 0;
    while (connection != null && !waiting.isEmpty() && fits(waiting.getFirst())) {
      Call call = poll();
      if (bytes + call.bytes > WRITE_BYTES && !calls.isEmpty()) {
        send(connection, new Batch(calls, loop.now() + settings.call));
        calls = new ArrayList<>();
        bytes = 0;
      }
      calls.add(call);
      bytes += call.bytes;
      underwayCalls++;
      underwayBytes += call.bytes;
    }
    if (connection != null && !calls.isEmpty()) {
      send(connection, new Batch(calls, loop.now() + settings.call));
    }
  }

  private void send(RedisConnection on, Batch batch) {
    underway.add(batch);
    on.batch(batch.calls.stream().map(Call::request).toList())
        .onComplete(replies -> answered(on, batch, replies));
  }

  /** One call goes always, however long it is. */
  private boolean fits(Call call) {
    return underwayCalls == 0
        || (underwayCalls < settings.underway && underwayBytes + call.bytes <= settings.bytes);
  }

  private Call poll() {
    Call call = waiting.removeFirst();
    waitingBytes -= call.bytes;
    return call;
  }

  private void answered(RedisConnection on, Batch batch, AsyncResult<List<Response>> replies) {
    if (!on.equals(connection)) {
      return;
    }
    heardAt = loop.now();
    underway.remove(batch);
    underwayCalls -= batch.calls.size();
    underwayBytes -= batch.calls.stream().mapToLong(Call::bytes).sum();
    if (replies.succeeded()) {
      List<Response> values = replies.result();
      for (int i = 0; i < values.size(); i++) {
        batch.calls.get(i).reply.complete(values.get(i));
      }
    } else if (failed(batch, replies.cause())) {
      demoted();
    }
    if (!waiting.isEmpty()) {
      flush();
    }
  }

  /**
   * @return whether one of the words was that this is a replica
   */
  private boolean failed(Batch batch, Throwable failure) {
    Map<Integer, String> errors = RedisErrors.errors(failure);
    Exception otherwise =
        errors.isEmpty()
            ? new Unanswered(!RedisErrors.isUnsent(failure), RedisErrors.of(failure))
            : new Unanswered(true, "Redis answered a call beside this one with an error");
    for (int i = 0; i < batch.calls.size(); i++) {
      String words = errors.get(i);
      Exception why = words == null ? otherwise : new RedisError(words);
      batch.calls.get(i).reply.completeExceptionally(why);
    }
    errors.values().stream().filter(words -> !RedisErrors.isExpected(words)).forEach(this::tell);
    return errors.values().stream().anyMatch(RedisErrors::isOfReplica);
  }

  private void tell(String words) {
    if (loop.now() >= quietUntil) {
      quietUntil = loop.now() + QUIET;
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis refused a call ({0}): what a node needs of it is in operations.md",
          words);
    }
  }

  /** One timer for all calls: for the oldest. */
  private void watch() {
    if (!watching) {
      long next = nextDeadline();
      if (next < Long.MAX_VALUE) {
        watching = true;
        loop.after(Math.max(1, next - loop.now()), this::watched);
      }
    }
  }

  private void watched() {
    watching = false;
    long now = loop.now();
    if (deadAt() <= now) {
      reconnector.end("no answer within " + settings.call + " ms");
    }
    for (Batch batch : List.copyOf(underway)) {
      batch.calls.stream().filter(call -> call.isLate(now)).forEach(call -> call.late(true));
    }
    giveUpWaiting();
    watch();
  }

  private void giveUpWaiting() {
    long now = loop.now();
    while (!waiting.isEmpty() && waiting.getFirst().isLate(now)) {
      poll().late(false);
    }
  }

  /** When the connection counts as dead, unless something is answered. */
  private long deadAt() {
    return underway.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(underway.getFirst().deadline, heardAt + settings.call);
  }

  /** A call may be late on a connection that is not: it had waited before, or others are slow. */
  private long nextDeadline() {
    long next = deadAt();
    if (!waiting.isEmpty()) {
      next = Math.min(next, waiting.getFirst().deadline);
    }
    for (Batch batch : underway) {
      for (Call call : batch.calls) {
        if (!call.reply.isDone()) {
          return Math.min(next, call.deadline);
        }
      }
    }
    return next;
  }

  private final class Owner implements Reconnector.Owner {
    /** The client has already chosen the database, and one that loads its data says so here. */
    @Override
    public Future<?> greet(RedisConnection fresh) {
      List<Request> words = new ArrayList<>();
      words.addAll(RedisServerInfo.QUESTIONS);
      scripts.forEach(script -> words.add(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script)));
      return fresh.batch(words).compose(RedisServerInfo::of).onSuccess(id -> server = id);
    }

    @Override
    public void up(RedisConnection fresh) {
      connection = fresh;
      heardAt = loop.now();
      incarnation++;
      flush();
      listener.up(incarnation, server);
    }

    @Override
    public void down(String why) {
      connection = null;
      List<Batch> lost = List.copyOf(underway);
      underway.clear();
      underwayCalls = 0;
      underwayBytes = 0;
      Unanswered unanswered = new Unanswered(true, why);
      for (Batch batch : lost) {
        batch.calls.forEach(call -> call.reply.completeExceptionally(unanswered));
      }
      listener.down(why);
    }
  }

  /**
   * @param deadline when its caller is told that there is no answer
   */
  private record Call(
      Request request, int bytes, long deadline, CompletableFuture<@Nullable Response> reply) {

    boolean isLate(long now) {
      return deadline <= now;
    }

    void late(boolean sent) {
      reply.completeExceptionally(
          new Unanswered(sent, sent ? "no answer in time" : "Redis is away"));
    }
  }

  /** What went in one write. */
  private static final class Batch {
    private final List<Call> calls;

    /** When the connection counts as dead, if nothing is answered until then. */
    private final long deadline;

    Batch(List<Call> calls, long deadline) {
      this.calls = calls;
      this.deadline = deadline;
    }
  }
}
