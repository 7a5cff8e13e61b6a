package io.tertulia.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One socket. What comes in waits until somebody asks for it; binary messages as {@code 0x…}. */
public final class ChatClient implements AutoCloseable {
  public static final String JSON = "tertulia.v1.json";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Deque<String> received = new ArrayDeque<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private ChatClient(WebSocket.Builder builder, URI address) {
    this.socket = builder.buildAsync(address, new Ears()).join();
  }

  /** A client of the sub-protocol, before its hello. */
  public static ChatClient json(URI address) {
    return new ChatClient(HTTP.newWebSocketBuilder().subprotocols(JSON), address);
  }

  /**
   * @param http what the socket is opened by, for instance one that trusts a certificate
   * @param subprotocol offered, null for none
   */
  public static ChatClient over(HttpClient http, URI address, @Nullable String subprotocol) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    return new ChatClient(
        subprotocol == null ? builder : builder.subprotocols(subprotocol), address);
  }

  /**
   * @param language an Accept-Language, null for none
   */
  public static ChatClient bare(URI address, @Nullable String language) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    return new ChatClient(
        language == null ? builder : builder.header("Accept-Language", language), address);
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  public void send(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Takes the first message that fits, also from behind others; fails after 5 s. */
  public String await(Predicate<String> fits) {
    Instant end = Instant.now().plus(PATIENCE);
    synchronized (received) {
      while (true) {
        String found = take(fits);
        if (found != null) {
          return found;
        }
        long left = Duration.between(Instant.now(), end).toMillis();
        if (left <= 0) {
          throw new AssertionError("nothing that fits came; waiting: " + received);
        }
        pause(left);
      }
    }
  }

  /** Takes the next message. */
  public String next() {
    return await(text -> true);
  }

  /** What came and was not asked for. */
  public List<String> rest() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** The close code, when the server ends it. */
  public int awaitClose() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    awaitClose();
  }

  private @Nullable String take(Predicate<String> fits) {
    for (Iterator<String> all = received.iterator(); all.hasNext(); ) {
      String text = all.next();
      if (fits.test(text)) {
        all.remove();
        return text;
      }
    }
    return null;
  }

  private void pause(long millis) {
    try {
      received.wait(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
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
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      hear("0x" + HexFormat.of().formatHex(bytes));
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(1006);
    }

    private void hear(String message) {
      synchronized (received) {
        received.add(message);
        received.notifyAll();
      }
    }
  }
}
