package io.tertulia.e2e.storm;

import io.tertulia.client.Word;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.trial.crowd.person.BackOff;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.machine.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A member of one room that only listens, and comes back by itself with its cursor. There are
 * thousands of them, so it counts what it hears and has no journal and no second thread, as a
 * trial's person has. All is done by its own virtual thread, unless it says otherwise.
 */
final class Visitor {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final byte[] PRESENCE =
      "{\"type\":\"presence\"".getBytes(StandardCharsets.US_ASCII);

  private final URI door;
  private final InetAddress from;
  private final String room;
  private final BackOff backOff;

  private String credential = "";
  private @Nullable Cursor cursor;
  private long head = Long.MAX_VALUE;

  /** Read by any thread. */
  private volatile @Nullable Link link;

  private volatile boolean stopped;
  private volatile boolean live;
  private volatile long liveAt;
  private volatile int losses;
  private volatile int refusals;
  private volatile long seen;
  private volatile int missed;
  private volatile int repeated;
  private volatile String node = "";

  Visitor(URI door, InetAddress from, String room, long seed) {
    this.door = door;
    this.from = from;
    this.room = room;
    this.backOff = new BackOff(new Random(seed));
  }

  void start(Duration after) {
    Thread.startVirtualThread(() -> run(after));
  }

  /** Any thread: a TCP reset. */
  void abort() {
    live = false;
    Link now = link;
    if (now != null) {
      now.abort();
    }
  }

  void stop() {
    stopped = true;
    abort();
  }

  /** Whether it is in its room and has all that was said before it came. */
  boolean isLive() {
    return live;
  }

  /** When it last became live, in nanoseconds. */
  long liveAt() {
    return liveAt;
  }

  String room() {
    return room;
  }

  /** How often it lost its connection. */
  int losses() {
    return losses;
  }

  /** How often it could not connect or join. */
  int refusals() {
    return refusals;
  }

  /** The last number of its room that it has. */
  long seen() {
    return seen;
  }

  int missed() {
    return missed;
  }

  int repeated() {
    return repeated;
  }

  /** The name of the node that it was last greeted by. */
  String node() {
    return node;
  }

  private void run(Duration after) {
    Pause.of(after);
    while (!stopped) {
      try {
        Link opened = Opening.chat(door).from(from).within(PATIENCE).open();
        link = opened;
        listen(opened);
      } catch (IOException e) {
        leave();
      }
      Pause.of(Duration.ofMillis(backOff.next()));
    }
  }

  private void leave() {
    Link now = link;
    if (now == null || !live && head == Long.MAX_VALUE) {
      refusals++;
    } else {
      losses++;
    }
    if (now != null) {
      now.abort();
    }
    link = null;
    live = false;
    head = Long.MAX_VALUE;
  }

  private void listen(Link on) throws IOException {
    String since = cursor == null ? "null" : "\"" + cursor + "\"";
    String resume = credential.isEmpty() ? "" : ",\"resume\":\"" + credential + "\"";
    on.send(
        "{\"type\":\"hello\",\"id\":1,\"name\":\"visitor\"%s,\"rooms\":{\"%s\":%s}}"
            .formatted(resume, room, since));
    while (!stopped) {
      byte[] word = on.read();
      if (!isPresence(word)) {
        hear(Word.read(word));
      }
    }
    on.abort();
  }

  /** Most of what comes while thousands come: not worth being read. */
  private static boolean isPresence(byte[] word) {
    int length = Math.min(word.length, PRESENCE.length);
    return Arrays.equals(word, 0, length, PRESENCE, 0, PRESENCE.length);
  }

  private void hear(Word word) throws IOException {
    switch (word.type()) {
      case "welcome" -> {
        credential = word.text("resume");
        node = word.text("node");
      }
      case "joined" -> joined(word);
      case "message" -> message(word.number("seq"));
      // Nothing of what happens here costs the log anything.
      case "reset" -> missed++;
      case "error" -> throw new IOException("not let in: " + word);
      default -> {}
    }
    if (!live && cursor != null && cursor.seq() >= head) {
      backOff.succeeded();
      liveAt = System.nanoTime();
      live = true;
    }
  }

  private void joined(Word word) {
    Cursor start = Cursor.parse(word.text("from"));
    if (cursor != null && !cursor.equals(start)) {
      missed++;
    }
    cursor = start;
    seen = start.seq();
    head = Cursor.parse(word.text("head")).seq();
  }

  private void message(long seq) {
    Cursor last = cursor;
    if (last == null || seq > last.seq() + 1) {
      missed++;
    } else if (seq <= last.seq()) {
      repeated++;
      return;
    }
    cursor = new Cursor(last == null ? "" : last.epoch(), seq);
    seen = seq;
  }
}
