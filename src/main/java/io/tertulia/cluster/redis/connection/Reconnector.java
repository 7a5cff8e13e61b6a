package io.tertulia.cluster.redis.connection;

import io.tertulia.cluster.log.Loop;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection up until it is closed. Each connection has a client of its own, which is
 * closed with it: the client's pool would else keep the socket open, and the slot of an attempt
 * whose HELLO is never answered would be lost for good. All on the loop.
 */
public final class Reconnector {
  /** How long an attempt may take, its greeting included. */
  public static final long CONNECT_MILLIS = 2_000;

  /** A connection that lived shorter proves nothing: the back-off goes on growing. */
  private static final long STOOD_MILLIS = 250;

  private static final System.Logger LOG = System.getLogger(Reconnector.class.getName());

  /** Whose connection it is. */
  public interface Owner {
    /**
     * Says the first words on a new connection.
     *
     * @return succeeds when the connection is good for use
     */
    Future<?> greet(RedisConnection connection);

    void up(RedisConnection connection);

    /** Only after {@link #up}: the connection is of no use any more, nothing comes from it. */
    void down(String why);
  }

  private final Loop loop;
  private final Supplier<Redis> clients;
  private final String subject;
  private final Owner owner;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private @Nullable Attempt attempt;
  private @Nullable Long awaySince;
  private boolean closed;

  /**
   * @param clients makes a new client whenever it is asked; asked on the loop
   * @param subject what the log calls it, as in "Redis is away"
   */
  public Reconnector(Loop loop, Supplier<Redis> clients, String subject, Owner owner) {
    this.loop = loop;
    this.clients = clients;
    this.subject = subject;
    this.owner = owner;
  }

  /** Any thread. */
  public void start() {
    loop.execute(this::dial);
  }

  /** Ends the connection that is up, if one is, and makes another. */
  public void end(String why) {
    if (attempt != null && attempt.upSince != null) {
      attempt.over(why);
    }
  }

  /** For good. */
  public void close() {
    closed = true;
    if (attempt != null) {
      attempt.over("this node ended the connection");
    }
  }

  private void dial() {
    if (!closed) {
      Attempt next = new Attempt();
      attempt = next;
      next.begin();
    }
  }

  private void ended(Attempt ended, String why) {
    attempt = null;
    if (!closed && awaySince == null) {
      awaySince = loop.now();
      LOG.log(Level.DEBUG, "{0} is away: {1}", subject, why);
    }
    if (ended.upSince != null) {
      if (loop.now() - ended.upSince >= STOOD_MILLIS) {
        backoff.reset();
      }
      owner.down(why);
    }
    if (!closed) {
      loop.after(backoff.next(), this::dial);
    }
  }

  private void back() {
    if (awaySince != null) {
      String seconds = String.format(Locale.ROOT, "%.1f", (loop.now() - awaySince) / 1000.0);
      LOG.log(Level.DEBUG, "{0} is back after {1} s", subject, seconds);
      awaySince = null;
    }
  }

  /** One connection, from its dialling to its end. */
  private final class Attempt {
    private @Nullable Redis client;
    private @Nullable Long upSince;
    private boolean over;

    void begin() {
      loop.after(CONNECT_MILLIS, this::late);
      try {
        client = clients.get();
        client.connect().compose(this::greet).onSuccess(this::up).onFailure(this::failed);
      } catch (RuntimeException e) {
        failed(e);
      }
    }

    private Future<RedisConnection> greet(RedisConnection connection) {
      if (over) {
        return Future.failedFuture("too late");
      }
      // One or the other: after an exception the client may not tell of the end.
      connection.exceptionHandler(this::failed);
      connection.endHandler(nothing -> over("the connection was closed"));
      return owner.greet(connection).map(connection);
    }

    private void up(RedisConnection connection) {
      if (!over) {
        upSince = loop.now();
        back();
        owner.up(connection);
      }
    }

    private void late() {
      if (upSince == null) {
        over("no answer within " + CONNECT_MILLIS + " ms");
      }
    }

    private void failed(Throwable failure) {
      over(RedisErrors.of(failure));
    }

    private void over(String why) {
      if (!over) {
        over = true;
        if (client != null) {
          client.close();
        }
        ended(this, why);
      }
    }
  }
}
