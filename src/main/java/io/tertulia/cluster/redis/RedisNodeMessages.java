package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Blanks;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.node.TopicSubscription;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel for each topic of the nodes, and one of this node's own, through which it hears every
 * second whether it hears at all: a connection that was cut off without a word looks like one on
 * which nothing is said. On the loop, but for {@link #listen} and {@link #publish}.
 */
final class RedisNodeMessages implements NodeMessages {
  private static final long EVERY = 1_000;

  /** So long after a probe that Redis took, and did not send on, the connection counts as dead. */
  private static final long DEAF = 2_000;

  /** So long after the last probe came back the channel counts as down. */
  private static final long DOWN = 3_000;

  private final Loop loop;

  /** Messages that may be without an answer, and their bytes; one more is dropped. */
  private static final int MESSAGES = 256;

  private static final long MESSAGE_BYTES = 16 << 20;

  /** Probes: of more than these, none tells anything. */
  private static final int PROBES = 8;

  private static final long PROBE_BYTES = 4_096;

  private final Publisher messages;
  private final Publisher probes;
  private final MessageSigner seal;
  private final Runnable stray;
  private final Consumer<String> dead;
  private final String prefix;
  private final String own;

  /** Not the node's name: another may have been given the same. */
  private final String nonce = UUID.randomUUID().toString();

  /** By the name of the channel; complete before the start. */
  private final Map<String, TopicSubscription<?>> topics = new HashMap<>();

  private boolean connected;
  private boolean closed;
  private long connections;
  private boolean up;
  private long lastProbe;
  private long lastHeard;

  /** When the first probe was sent of those that Redis took since we heard anything. */
  private @Nullable Long unheardSince;

  /**
   * @param dead is told when the connection that hears must be ended
   */
  RedisNodeMessages(
      Loop loop,
      Calls calls,
      MessageSigner seal,
      RedisChannels.Settings settings,
      Consumer<String> dead) {
    this.loop = loop;
    this.messages = new Publisher(calls, MESSAGES, MESSAGE_BYTES);
    this.probes = new Publisher(calls, PROBES, PROBE_BYTES);
    this.seal = seal;
    this.stray = settings.stray();
    this.dead = dead;
    this.prefix = settings.prefix() + ":";
    this.own = prefix + "node:" + settings.node();
  }

  /** Those that it has to hear; asked when every topic has its listener. */
  Set<String> channels() {
    Set<String> all = new HashSet<>(topics.keySet());
    all.add(own);
    return all;
  }

  void start() {
    loop.execute(this::tick);
  }

  void close() {
    closed = true;
  }

  @Override
  public <T> void listen(Topic<T> topic, Listener<T> listener) {
    topics.put(prefix + topic.name(), new TopicSubscription<>(topic, listener));
  }

  @Override
  public <T> void publish(Topic<T> topic, T message) {
    String channel = prefix + topic.name();
    byte[] bytes = topic.codec().encode(message);
    loop.execute(() -> messages.publish(channel, seal.close(channel, bytes)));
  }

  void connected() {
    connected = true;
    connections++;
    unheardSince = null;
    probe();
  }

  void disconnected() {
    connected = false;
    unheardSince = null;
    down();
  }

  /** Anything at all came over the connection that hears. */
  void heardSomething() {
    lastHeard = loop.now();
    unheardSince = null;
  }

  /** Takes what is heard of a channel that is not a room's. */
  void heard(String channel, byte[] payload) {
    TopicSubscription<?> topic = topics.get(channel);
    if (topic != null) {
      byte[] message = seal.open(channel, payload);
      if (message == null) {
        stray.run();
      } else {
        topic.heard(message);
      }
    } else if (new String(payload, StandardCharsets.UTF_8).equals(nonce)) {
      lastProbe = loop.now();
      if (!up && connected) {
        up = true;
        topics.values().forEach(TopicSubscription::up);
      }
    }
  }

  /** Has as much come in as the client's buffer holds of what came before. */
  void overwrite() {
    for (int i = 0; i < Blanks.TIMES; i++) {
      var _ = messages.publish(own, Blanks.bytes());
    }
  }

  private void tick() {
    if (!closed) {
      loop.after(EVERY, this::tick);
      if (loop.now() - lastProbe > DOWN) {
        down();
      }
      if (connected) {
        probe();
      }
    }
  }

  private void down() {
    if (up) {
      up = false;
      topics.values().forEach(TopicSubscription::down);
    }
  }

  private void probe() {
    long connection = connections;
    long sentAt = loop.now();
    var _ =
        probes
            .publish(own, nonce.getBytes(StandardCharsets.UTF_8))
            .thenAccept(
                receivers -> {
                  if (connected && connection == connections) {
                    published(sentAt, receivers);
                  }
                });
  }

  private void published(long sentAt, @Nullable Response receivers) {
    if (String.valueOf(receivers).equals("0")) {
      dead.accept("Redis does not know the subscription");
    } else if (lastHeard < sentAt) {
      if (unheardSince == null) {
        unheardSince = sentAt;
      } else if (loop.now() - unheardSince >= DEAF) {
        dead.accept("what was published is not heard");
      }
    }
  }
}
