package io.tertulia.cluster.redis;

import io.tertulia.cluster.NodeChannel;
import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.Hearing;
import io.tertulia.cluster.redis.connection.OneMaster;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.room.RoomId;
import io.vertx.redis.client.Redis;
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
  private final String prefix;
  private final OneMaster master;
  private final Publisher publisher;
  private final RedisNodes nodes;
  private final Hearing hearing;
  private final Map<String, RoomId> rooms = new HashMap<>();
  private @Nullable Listener listener;

  /**
   * @param prefix begins the name of every channel
   * @param node a name that no other node has
   */
  public record Settings(String prefix, String node) {}

  /**
   * @param clients as for {@link RedisLink}
   * @param master is told of the connection that hears
   */
  public RedisChannels(
      Loop loop, Supplier<Redis> clients, Calls calls, OneMaster master, Settings settings) {
    this.prefix = settings.prefix;
    this.master = master;
    this.publisher = new Publisher(calls);
    this.nodes = new RedisNodes(loop, publisher, prefix, settings.node, this::dead);
    this.hearing = new Hearing(loop, clients, nodes.channels(), new Ear());
  }

  /** Any thread. */
  public void start() {
    hearing.start();
    nodes.start();
  }

  /** For good. */
  public void close() {
    hearing.close();
    nodes.close();
  }

  /** The channel of all nodes. */
  public NodeChannel nodes() {
    return nodes;
  }

  @Override
  public void listen(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void subscribe(Collection<RoomId> added) {
    added.forEach(room -> rooms.put(channel(room), room));
    hearing.subscribe(channels(added));
  }

  @Override
  public void unsubscribe(Collection<RoomId> gone) {
    List<String> channels = channels(gone);
    channels.forEach(rooms::remove);
    hearing.unsubscribe(channels);
  }

  @Override
  public void publish(RoomId room, byte[] payload) {
    var _ = publisher.publish(channel(room), payload);
  }

  private List<String> channels(Collection<RoomId> of) {
    return of.stream().map(this::channel).toList();
  }

  /** In braces is what Redis Cluster would place a room's keys by. */
  private String channel(RoomId room) {
    return prefix + ":{" + room.value() + "}:c";
  }

  private void dead(String why) {
    hearing.end(why);
  }

  private final class Ear implements Hearing.Listener {
    @Override
    public void up(String server) {
      master.up(hearing, server);
      nodes.connected();
    }

    @Override
    public void confirmed(String channel) {
      nodes.heardSomething();
      RoomId room = rooms.get(channel);
      if (room != null && listener != null) {
        listener.confirmed(room);
      }
    }

    @Override
    public void heard(String channel, byte[] payload) {
      nodes.heardSomething();
      RoomId room = rooms.get(channel);
      if (room == null) {
        nodes.heard(channel, payload);
      } else if (listener != null) {
        listener.heard(room, payload);
      }
    }

    @Override
    public void down(String why) {
      master.down(hearing, why);
      nodes.disconnected();
      if (listener != null) {
        listener.down();
      }
    }
  }
}
