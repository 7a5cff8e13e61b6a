package io.tertulia.e2e.storm;

import io.tertulia.client.Word;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
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

  /** What the kernel takes of what is not read. In bytes. */
  private static final int WINDOW = 262_144;

  private static final int KEPT = 10_000;

  private final Link link;
  private final long[] delays = new long[KEPT];
  private volatile int kept;
  private volatile long seen;
  private volatile @Nullable Throwable failure;

  private Reader(URI node) {
    try {
      link = Opening.chat(node).window(WINDOW).open();
      say("{\"type\":\"hello\",\"id\":1,\"name\":\"reader\"}");
      say("{\"type\":\"join\",\"id\":2,\"room\":\"hot\"}");
      while (!Word.read(link.read()).type().equals("joined")) {
        // The welcome.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try {
      link.send(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    link.hold();
  }

  void release() {
    link.release();
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
        hear(Word.read(link.read()));
      }
    } catch (IOException | AssertionError e) {
      failure = e;
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
    link.abort();
  }
}
