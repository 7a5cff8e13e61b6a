package io.tertulia.e2e.storm;

import io.tertulia.client.ClientFrame;
import io.tertulia.client.RawSocket;
import io.tertulia.client.ServerFrame;
import io.tertulia.trial.wire.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A member of the one room that can stop reading. Its own thread reads; any other asks. */
final class Reader implements AutoCloseable {
  /** Of the room, over all speakers: there is one. */
  private static final AtomicLong SAID = new AtomicLong();

  private static final int PONG = 0xA;
  private static final int KEPT = 10_000;

  private final RawSocket socket;
  private final long[] delays = new long[KEPT];
  private volatile int kept;
  private volatile long seen;
  private volatile boolean held;
  private volatile @Nullable Throwable failure;

  private Reader(URI node) {
    socket = RawSocket.openSlow(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json");
    say("{\"type\":\"hello\",\"id\":1,\"name\":\"reader\"}");
    say("{\"type\":\"join\",\"id\":2,\"room\":\"hot\"}");
    while (!socket.frame().text().contains("\"type\":\"joined\"")) {
      // The welcome.
    }
    seen = SAID.get();
    Thread.ofVirtual().start(this::read);
  }

  static Reader enter(URI node) {
    return new Reader(node);
  }

  /** Says when it is, and fills the rest. */
  void say(int bytes) {
    String text = System.nanoTime() + " ";
    text += "x".repeat(bytes - text.length());
    say(
        "{\"type\":\"say\",\"id\":%d,\"room\":\"hot\",\"key\":\"k%d\",\"text\":\"%s\"}"
            .formatted(SAID.incrementAndGet() + 10, SAID.get(), text));
  }

  private void say(String command) {
    socket.send(ClientFrame.text(command));
  }

  long said() {
    return SAID.get();
  }

  long seen() {
    return seen;
  }

  long behind() {
    return SAID.get() - seen;
  }

  /** Reads no more until it is released. */
  void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    notifyAll();
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** Times in nanoseconds from say to here, since the last {@link #forget}. */
  LongStream delays() {
    return LongStream.of(delays).limit(Math.min(kept, KEPT));
  }

  void forget() {
    kept = 0;
  }

  private void read() {
    try {
      while (true) {
        awaitRelease();
        ServerFrame frame = socket.frame();
        if (frame.first() == (ClientFrame.LAST | ClientFrame.PING)) {
          socket.send(ClientFrame.of(ClientFrame.LAST | PONG, frame.payload()));
        } else {
          hear(Word.read(frame.payload()));
        }
      }
    } catch (IOException | UncheckedIOException | AssertionError | InterruptedException e) {
      failure = e;
    }
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  private void hear(Word word) {
    switch (word.type()) {
      case "message" -> message(word);
      case "reset", "error", "goaway" -> throw new AssertionError("told " + word);
      default -> {}
    }
  }

  private void message(Word word) {
    if (word.number("seq") != seen + 1) {
      throw new AssertionError("heard %d after %d".formatted(word.number("seq"), seen));
    }
    String text = word.text("text");
    if (kept < KEPT) {
      delays[kept] = System.nanoTime() - Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
    kept++;
    seen++;
  }

  @Override
  public void close() {
    socket.close();
  }
}
