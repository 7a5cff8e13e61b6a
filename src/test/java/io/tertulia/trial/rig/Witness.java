package io.tertulia.trial.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String room;
  private final WebSocket socket;
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong lastKey = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<JsonNode> heard = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile JsonNode welcome = MissingNode.getInstance();

  /** A command is sent when the one before it is: the socket allows one at a time. */
  private CompletionStage<?> sending = CompletableFuture.completedFuture(null);

  private Witness(URI node, String room) {
    this.room = room;
    URI chat = URI.create("ws://" + node.getAuthority() + "/chat");
    this.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("tertulia.v1.json")
            .connectTimeout(PATIENCE)
            .buildAsync(chat, new Ears())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
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
    witness.welcome = witness.ask(hello, PATIENCE).message();
    Answer joined = witness.ask("join");
    if (!joined.isDone()) {
      witness.close();
      throw new IllegalStateException("a witness could not join: " + joined);
    }
    return witness;
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
    return all(event -> event.path("type").asText().equals("message"));
  }

  public List<JsonNode> resets() {
    return all(event -> event.path("type").asText().equals("reset"));
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
    socket.abort();
    end(ABNORMAL);
  }

  private List<JsonNode> all(Predicate<JsonNode> fits) {
    return heard.stream().filter(fits).toList();
  }

  private static ObjectNode command(String type) {
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

  private synchronized void put(String text) {
    sending =
        sending.handle((done, error) -> null).thenCompose(ready -> socket.sendText(text, true));
  }

  private static Answer answer(JsonNode message, Duration after) {
    if (message.isMissingNode()) {
      return new Answer(Answer.NONE, message, after);
    }
    boolean error = message.path("type").asText().equals("error");
    return new Answer(error ? message.path("code").asInt() : Answer.DONE, message, after);
  }

  private void hear(String text) {
    try {
      JsonNode event = JSON.readTree(text);
      CompletableFuture<JsonNode> waiting = asked.remove(event.path("id").asLong());
      if (waiting != null) {
        waiting.complete(event);
      } else {
        heard.add(event);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }

  private void end(int code) {
    closed.complete(code);
    asked.values().forEach(waiting -> waiting.complete(MissingNode.getInstance()));
  }

  /** On a thread of the client. */
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        hear(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end(ABNORMAL);
    }
  }
}
