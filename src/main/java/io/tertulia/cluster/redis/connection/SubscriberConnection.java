package io.tertulia.cluster.redis.connection;

import io.tertulia.cluster.log.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that hears channels. It is up when Redis has confirmed the channels that it always
 * has; the others are subscribed after that, each time. Once it has subscribed, nothing but
 * SUBSCRIBE and UNSUBSCRIBE may go over it: Vert.x takes any message for the reply that it waits
 * for. All on the loop.
 */
public final class SubscriberConnection implements OneMaster.Link {
  /** Channels of one command. */
  private static final int BATCH = 256;

  /** What comes from the channels. */
  public interface Listener {
    /**
     * Redis confirmed the channels that it always has.
     *
     * @param server names the process at the other end
     */
    void up(String server);

    /** Redis confirmed this channel, and no later UNSUBSCRIBE or SUBSCRIBE of it is under way. */
    void confirmed(String channel);

    void heard(String channel, byte[] payload);

    /** Nothing is subscribed any more. */
    void down(String why);
  }

  private final Loop loop;
  private final Listener listener;
  private final Reconnector reconnector;

  /** Written once, before the first connection. */
  private Set<String> always = Set.of();

  /** Beside those of always: what should be subscribed, now and after every new connection. */
  private final Set<String> wanted = new LinkedHashSet<>();

  /** What this tick changes: true for subscribe. The last word about a channel counts. */
  private final Map<String, Boolean> changes = new LinkedHashMap<>();

  /** How many confirmations are still to come for a channel, on the connection that is up. */
  private final Map<String, Integer> unconfirmed = new HashMap<>();

  /** Its greeting was said, or it is up. */
  private @Nullable RedisConnection newest;

  private @Nullable RedisConnection connection;
  private @Nullable Greeting greeting;
  private String server = "";

  public SubscriberConnection(Loop loop, Supplier<Redis> clients, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.reconnector = new Reconnector(loop, clients, "The subscription to Redis", new Owner());
  }

  /**
   * @param channels that it always has
   */
  public void start(Collection<String> channels) {
    always = Set.copyOf(channels);
    reconnector.start();
  }

  @Override
  public void end(String why) {
    reconnector.end(why);
  }

  /** Nothing can be asked where channels are heard; a replica's would hear its master's too. */
  @Override
  public CompletionStage<Boolean> isMaster() {
    return CompletableFuture.completedStage(true);
  }

  public void close() {
    reconnector.close();
  }

  public void subscribe(Collection<String> channels) {
    wanted.addAll(channels);
    change(channels, true);
  }

  public void unsubscribe(Collection<String> channels) {
    wanted.removeAll(new HashSet<>(channels));
    change(channels, false);
  }

  private void change(Collection<String> channels, boolean subscribe) {
    if (connection == null) {
      return;
    }
    if (changes.isEmpty() && !channels.isEmpty()) {
      loop.execute(this::flush);
    }
    channels.forEach(channel -> changes.put(channel, subscribe));
  }

  private void flush() {
    if (connection == null) {
      return;
    }
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    changes.forEach((channel, subscribe) -> (subscribe ? in : out).add(channel));
    changes.clear();
    subscribe(connection, in);
    send(connection, Command.UNSUBSCRIBE, out);
  }

  private void subscribe(RedisConnection on, List<String> channels) {
    channels.forEach(channel -> unconfirmed.merge(channel, 1, Integer::sum));
    send(on, Command.SUBSCRIBE, channels);
  }

  private void send(RedisConnection on, Command command, List<String> channels) {
    for (int from = 0; from < channels.size(); from += BATCH) {
      Request request = Request.cmd(command);
      channels.subList(from, Math.min(channels.size(), from + BATCH)).forEach(request::arg);
      on.send(request).onFailure(e -> broken(on, RedisErrors.of(e)));
    }
  }

  private void broken(RedisConnection on, String why) {
    if (on.equals(newest)) {
      if (greeting != null) {
        greeting.done.tryFail(why);
      } else {
        reconnector.end(why);
      }
    }
  }

  private void came(RedisConnection from, @Nullable Response push) {
    if (!from.equals(newest) || push == null) {
      return;
    }
    if (push.type() == ResponseType.ERROR) {
      broken(from, push.toString());
    } else if (push.size() == 3) {
      took(from, push.get(0).toString(), push.get(1).toString(), push.get(2));
    }
  }

  private void took(RedisConnection from, String kind, String channel, @Nullable Response payload) {
    if (kind.equals("message") && payload != null) {
      if (from.equals(connection) && (wanted.contains(channel) || always.contains(channel))) {
        listener.heard(channel, payload.toBuffer().getBytes());
      }
    } else if (kind.equals("subscribe")) {
      if (greeting != null) {
        greeting.confirmed(channel);
      } else {
        confirmed(channel);
      }
    }
  }

  /** Redis confirms in the order of the commands, so the last one to come is that of the last. */
  private void confirmed(String channel) {
    Integer left = unconfirmed.merge(channel, -1, Integer::sum);
    if (left <= 0) {
      unconfirmed.remove(channel);
      if (wanted.contains(channel) && changes.get(channel) == null) {
        listener.confirmed(channel);
      }
    }
  }

  private final class Owner implements Reconnector.Owner {
    @Override
    public Future<?> greet(RedisConnection fresh) {
      newest = fresh;
      Greeting words = new Greeting(new HashSet<>(always), Promise.promise());
      greeting = words;
      fresh.handler(push -> came(fresh, push));
      // A Redis that is still loading its data would let us subscribe.
      return fresh
          .batch(RedisServerInfo.QUESTIONS)
          .compose(RedisServerInfo::of)
          .compose(
              id -> {
                server = id;
                send(fresh, Command.SUBSCRIBE, List.copyOf(always));
                return words.done.future();
              });
    }

    @Override
    public void up(RedisConnection fresh) {
      greeting = null;
      connection = fresh;
      subscribe(fresh, List.copyOf(wanted));
      listener.up(server);
    }

    @Override
    public void down(String why) {
      newest = null;
      connection = null;
      changes.clear();
      unconfirmed.clear();
      listener.down(why);
    }
  }

  /** Waits until all of these are confirmed. */
  private record Greeting(Set<String> open, Promise<Void> done) {
    void confirmed(String channel) {
      open.remove(channel);
      if (open.isEmpty()) {
        done.tryComplete();
      }
    }
  }
}
