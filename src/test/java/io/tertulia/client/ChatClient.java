package io.tertulia.client;

import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.client.socket.ServerFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One socket. What comes in waits until somebody asks for it; binary messages as {@code 0x…}. */
public final class ChatClient implements AutoCloseable {
  public static final String JSON = Opening.JSON;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Without a close code. */
  private static final int BROKEN = 1006;

  private final Deque<String> received = new ArrayDeque<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Link link;

  private ChatClient(Opening how) {
    try {
      this.link = how.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Not among the virtual threads of a crowd, which would stand before it in the queue.
    Thread.ofPlatform().daemon().name("chat-client").start(this::listen);
  }

  /** A client of the sub-protocol, before its hello. */
  public static ChatClient json(URI address) {
    return new ChatClient(Opening.of(address).offering(JSON));
  }

  /**
   * @param trust whose certificate is believed
   * @param subprotocol offered, null for none
   */
  public static ChatClient trusting(SSLContext trust, URI address, @Nullable String subprotocol) {
    Opening how = Opening.of(address).trusting(trust);
    return new ChatClient(subprotocol == null ? how : how.offering(subprotocol));
  }

  /**
   * @param language an Accept-Language, null for none
   */
  public static ChatClient bare(URI address, @Nullable String language) {
    Opening how = Opening.of(address);
    return new ChatClient(language == null ? how : how.with("Accept-Language: " + language));
  }

  /** A server that closes meanwhile takes no more, which {@link #awaitClose} tells. */
  public void send(String text) {
    send(() -> link.send(text));
  }

  /** As {@link #send(String)}, in a binary message. */
  public void send(byte[] bytes) {
    send(() -> link.send(bytes));
  }

  private interface Sending {
    void run() throws IOException;
  }

  private void send(Sending sending) {
    try {
      sending.run();
    } catch (IOException e) {
      if (awaitClose() == BROKEN) {
        throw new UncheckedIOException(e);
      }
    }
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
    try {
      link.sayGoodbye();
    } catch (IOException e) {
      // The server was quicker.
    }
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

  private void listen() {
    int code = BROKEN;
    try {
      while (true) {
        hear(link.message());
      }
    } catch (Closed e) {
      code = e.code();
    } catch (IOException e) {
      link.abort();
    }
    closed.complete(code);
  }

  private void hear(ServerFrame message) throws IOException {
    byte[] bytes = message.payload();
    String heard =
        message.opcode() == ClientFrame.BINARY
            ? "0x" + HexFormat.of().formatHex(bytes)
            : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    synchronized (received) {
      received.add(heard);
      received.notifyAll();
    }
  }
}
