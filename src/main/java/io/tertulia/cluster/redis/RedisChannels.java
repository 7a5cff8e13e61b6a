package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.OneMaster;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.cluster.redis.connection.SubscriberConnection;
import io.tertulia.node.NodeMessages;
import io.tertulia.room.RoomId;
import io.vertx.redis.client.Redis;
import java.security.Key;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels of rooms and of nodes over one connection that hears; they are published to over the
 * connection of the calls. On the loop.
 */
public final class RedisChannels implements Channels {
  /** Signals of users that may be without an answer, and their bytes; one more is dropped. */
  private static final int SIGNALS = 256;

  private static final long SIGNAL_BYTES = 8 << 20;

  private final String prefix;
  private final OneMaster master;
  private final MessageSigner seal;
  private final Runnable stray;
  private final Publisher signals;
  private final RedisNodeMessages nodeMessages;
  private final SubscriberConnection subscriber;
  private final Map<String, RoomId> rooms = new HashMap<>();
  private @Nullable Listener listener;

  /**
   * @param prefix begins the name of every channel
   * @param node a name that no other node has
   * @param key signs what nodes say; the same on every node
   * @param stray runs when something was left out that no node of this cluster has said
   */
  public record Settings(String prefix, String node, Key key, Runnable stray) {}

  /**
   * @param clients as for {@link RedisLink}
   * @param master is told of the connection that hears
   */
  public RedisChannels(
      Loop loop, Supplier<Redis> clients, Calls calls, OneMaster master, Settings settings) {
    this.prefix = settings.prefix;
    this.master = master;
    this.seal = new MessageSigner(settings.key);
    this.stray = settings.stray;
    this.signals = new Publisher(calls, SIGNALS, SIGNAL_BYTES);
    this.nodeMessages = new RedisNodeMessages(loop, calls, seal, settings, this::dead);
    this.subscriber = new SubscriberConnection(loop, clients, new EventSink());
  }

  /** Any thread. */
  public void start() {
    subscriber.start(nodeMessages.channels());
    nodeMessages.start();
  }

  /** For good. */
  public void close() {
    subscriber.close();
    nodeMessages.close();
  }

  /** What the nodes tell each other. */
  public NodeMessages nodeMessages() {
    return nodeMessages;
  }

  @Override
  public void listen(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void subscribe(Collection<RoomId> added) {
    added.forEach(room -> rooms.put(channel(room), room));
    subscriber.subscribe(channels(added));
  }

  @Override
  public void unsubscribe(Collection<RoomId> gone) {
    List<String> channels = channels(gone);
    channels.forEach(rooms::remove);
    subscriber.unsubscribe(channels);
  }

  @Override
  public void publish(RoomId room, byte[] payload) {
    String channel = channel(room);
    var _ = signals.publish(channel, seal.close(channel, payload));
  }

  @Override
  public void overwriteHeard() {
    nodeMessages.overwrite();
  }

  /** As {@link #publish} would send it, for a script that publishes it. */
  byte[] sealed(RoomId room, byte[] payload) {
    return seal.close(channel(room), payload);
  }

  private List<String> channels(Collection<RoomId> of) {
    return of.stream().map(this::channel).toList();
  }

  /** In braces is what Redis Cluster would place a room's keys by. */
  private String channel(RoomId room) {
    return prefix + ":{" + room.value() + "}:c";
  }

  private void dead(String why) {
    subscriber.end(why);
  }

  private final class EventSink implements SubscriberConnection.Listener {
    @Override
    public void up(String server) {
      master.up(subscriber, server);
      nodeMessages.connected();
    }

    @Override
    public void confirmed(String channel) {
      nodeMessages.heardSomething();
      RoomId room = rooms.get(channel);
      if (room != null && listener != null) {
        listener.confirmed(room);
      }
    }

    @Override
    public void heard(String channel, byte[] payload) {
      nodeMessages.heardSomething();
      RoomId room = rooms.get(channel);
      if (room == null) {
        nodeMessages.heard(channel, payload);
      } else if (listener != null) {
        heard(channel, room, payload, listener);
      }
    }

    private void heard(String channel, RoomId room, byte[] payload, Channels.Listener to) {
      if (!MessageSigner.isSealed(payload)) {
        to.heard(room, payload);
        return;
      }
      byte[] signal = seal.open(channel, payload);
      if (signal == null) {
        stray.run();
      } else {
        to.signal(room, signal);
      }
    }

    @Override
    public void down(String why) {
      master.down(subscriber, why);
      nodeMessages.disconnected();
      if (listener != null) {
        listener.down();
      }
    }
  }
}
