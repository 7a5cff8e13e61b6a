package io.tertulia.trial.witness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A member that never comes back by itself: it shows what happens to one connection to one node. It
 * is in one room. Any thread.
 */
public final class Witness implements AutoCloseable {
  /** Longer than anything that is promised, so that a broken promise is measured. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int ABNORMAL = 1006;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String room;
  private final Link link;
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong lastKey = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<JsonNode> heard = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile JsonNode welcome = MissingNode.getInstance();

  private Witness(URI node, String room) {
    this.room = room;
    try {
      this.link = Opening.chat(node).within(PATIENCE).open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Not among the virtual threads of a crowd, which would stand before it in the queue.
    Thread.ofPlatform().daemon().name("witness").start(this::listen);
  }

  /**
   * Connects to a node and joins a room, live.
   *
   * @param resume makes it the same person as whoever was given it
   */
  public static Witness enter(URI node, String room, @Nullable String resume) {
    Witness witness = new Witness(node, room);
    ObjectNode hello = command("hello");
    hello.put("name", "witness");
    if (resume != null) {
      hello.put("resume", resume);
    }
    return witness.entered(hello);
  }

  /** As {@link #enter}, as whom a token says. */
  public static Witness bearing(URI node, String room, String token) {
    return new Witness(node, room).entered(command("hello").put("token", token));
  }

  private Witness entered(ObjectNode hello) {
    welcome = ask(hello, PATIENCE).message();
    Answer joined = ask("join");
    if (!joined.isDone()) {
      close();
      throw new IllegalStateException("a witness could not join: " + joined);
    }
    return this;
  }

  /**
   * The code with which a token is refused; 0 when it is taken, {@link Answer#NONE} for silence.
   */
  public static int refusal(URI node, String token) {
    try (Witness stranger = new Witness(node, "nowhere")) {
      return stranger.ask(command("hello").put("token", token), PATIENCE).code();
    }
  }

  /** Commands something that concerns no room, or this one's, and waits for the answer. */
  public Answer order(ObjectNode command) {
    return ask(command, PATIENCE);
  }

  /** A credential by which another witness is the same person. */
  public String resume() {
    return welcome.path("resume").asText();
  }

  /** The name of the node that this one is at, whatever stands in between. */
  public String node() {
    return welcome.path("node").asText();
  }

  /** The node's clock when this one came, in milliseconds since 1970. */
  public long nodeTime() {
    return welcome.path("time").asLong();
  }

  public CompletableFuture<Answer> say(String text) {
    return say(newKey(), text);
  }

  public CompletableFuture<Answer> say(String key, String text) {
    ObjectNode say = command("say").put("room", room).put("key", key).put("text", text);
    return send(say, PATIENCE);
  }

  /** As {@link #say(String, String)}, for a node that may stand still for long. */
  public CompletableFuture<Answer> sayPatiently(String key, String text) {
    ObjectNode say = command("say").put("room", room).put("key", key).put("text", text);
    return send(say, PATIENCE.multipliedBy(3));
  }

  /** A key that this witness has not used. */
  public String newKey() {
    return "w-"
        + Integer.toHexString(System.identityHashCode(this))
        + "-"
        + lastKey.incrementAndGet();
  }

  /** Asks something about its room and waits for the answer: {@code join, members, history}. */
  public Answer ask(String type) {
    return ask(command(type).put("room", room), PATIENCE);
  }

  /** Sends a signal to its room, and waits for the answer. */
  public Answer signal(String topic) {
    ObjectNode signal = command("signal").put("room", room).put("topic", topic);
    return ask(signal.put("data", true), PATIENCE);
  }

  /** The entry of that mid, as often as it came. */
  public List<JsonNode> entries(String mid) {
    return all(event -> event.path("mid").asText().equals(mid) && event.has("from"));
  }

  public List<JsonNode> messages() {
    return events("message");
  }

  public List<JsonNode> resets() {
    return events("reset");
  }

  /** Everything that has a number in its room, in the order in which it came. */
  public List<JsonNode> entries() {
    return all(event -> event.has("seq"));
  }

  /** Entries and resets of its room, in the order in which they came. */
  public List<JsonNode> stream() {
    return all(event -> event.has("seq") || event.path("type").asText().equals("reset"));
  }

  /** Everything of that type that came, in its order. */
  public List<JsonNode> events(String type) {
    return all(event -> event.path("type").asText().equals(type));
  }

  public boolean heardSignal(String topic) {
    return heard.stream().anyMatch(event -> event.path("topic").asText().equals(topic));
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  /** The code it was closed with, 1006 for none; 0 when that did not happen in time. */
  public int awaitClose(Duration within) {
    try {
      return closed.copy().completeOnTimeout(0, within.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (java.util.concurrent.CompletionException e) {
      return ABNORMAL;
    }
  }

  @Override
  public void close() {
    link.abort();
    end(ABNORMAL);
  }

  private List<JsonNode> all(Predicate<JsonNode> fits) {
    return heard.stream().filter(fits).toList();
  }

  /** To be completed, and {@link #order}ed. */
  public static ObjectNode command(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private Answer ask(ObjectNode command, Duration patience) {
    return send(command, patience).join();
  }

  private CompletableFuture<Answer> send(ObjectNode command, Duration patience) {
    long id = lastId.incrementAndGet();
    long begun = System.nanoTime();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    asked.put(id, reply);
    command.put("id", id);
    put(command.toString());
    if (!isOpen()) {
      reply.complete(MissingNode.getInstance());
    }
    return reply
        .completeOnTimeout(MissingNode.getInstance(), patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(message -> answer(message, Duration.ofNanos(System.nanoTime() - begun)));
  }

  private void put(String text) {
    try {
      link.send(text);
    } catch (IOException e) {
      // It has ended, which who listens is told too.
    }
  }

  private static Answer answer(JsonNode message, Duration after) {
    if (message.isMissingNode()) {
      return new Answer(Answer.NONE, message, after);
    }
    boolean error = message.path("type").asText().equals("error");
    return new Answer(error ? message.path("code").asInt() : Answer.DONE, message, after);
  }

  private void hear(JsonNode event) {
    CompletableFuture<JsonNode> waiting = asked.remove(event.path("id").asLong());
    if (waiting != null) {
      waiting.complete(event);
    } else {
      heard.add(event);
    }
  }

  private void end(int code) {
    closed.complete(code);
    asked.values().forEach(waiting -> waiting.complete(MissingNode.getInstance()));
  }

  private void listen() {
    int code = ABNORMAL;
    try {
      while (true) {
        hear(JSON.readTree(link.read()));
      }
    } catch (Closed e) {
      code = e.code();
    } catch (IOException e) {
      link.abort();
    }
    end(code);
  }
}
