package io.tertulia.trial.crowd.person;

import io.tertulia.client.Word;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.machine.Pause;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a connection to some node: joins, resumes from its cursors with its
 * credential, backs off, moves when asked to, and gives up a connection that fell silent.
 */
public final class Person implements AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(6);
  private static final long FAREWELL_MILLIS = 2_000;
  private static final int NEVER_COME_BACK = 4500;

  private final Scene scene;
  private final RandomGenerator random;
  private final BackOff backOff;
  private final Stream stream;

  private volatile boolean stopped;
  private volatile @Nullable Session current;
  private @Nullable Session leaving;
  private volatile String lastNode = "";

  public Person(
      String name, Collection<String> rooms, Scene scene, RandomGenerator random, Ears ears) {
    this.scene = scene;
    this.random = random;
    this.backOff = new BackOff(random);
    this.stream = new Stream(name, rooms, scene.journal(), ears);
  }

  public void start() {
    Thread.startVirtualThread(this::connect);
    Thread.startVirtualThread(this::watch);
  }

  public Stream stream() {
    return stream;
  }

  /** The connection that has been greeted; null while there is none. */
  public @Nullable Session session() {
    Session session = current;
    return session != null && session.ended == null && stream.isGreeted(session) ? session : null;
  }

  /** Ends the connection, with a Close or with a TCP reset; it then comes back by itself. */
  public void drop(boolean politely) {
    Session session = current;
    if (session == null) {
      return;
    }
    session.ended = Seen.Lost.DROPPED;
    try {
      if (politely) {
        session.link.sayGoodbye();
      } else {
        session.link.abort();
      }
    } catch (IOException e) {
      session.link.abort();
    }
  }

  /** The connection it has, greeted or not; null while there is none. */
  public @Nullable Link link() {
    Session session = current;
    return session == null ? null : session.link;
  }

  public void leave(String room) {
    Session session = session();
    if (session != null && stream.leave(room)) {
      command(session, "\"type\":\"leave\",\"room\":\"" + room + "\"");
    }
  }

  /**
   * @param resume from where it left, else live only
   */
  public void join(String room, boolean resume) {
    stream.want(room, resume);
    Session session = session();
    if (session != null) {
      ask(session);
    }
  }

  @Override
  public void close() {
    stopped = true;
    Session session = current;
    if (session != null) {
      session.link.abort();
    }
  }

  private void connect() {
    while (!stopped) {
      try {
        Pause.millis(backOff.next());
        URI node = scene.node(random, lastNode);
        enter(Opening.chat(node).within(HANDSHAKE).open(), node, null);
        return;
      } catch (IOException e) {
        // Tried again, later and elsewhere: that is what the back-off is for.
      }
    }
  }

  /**
   * @param instead of this session, null when there is none; if that has changed meanwhile the
   *     connection is not needed
   */
  private void enter(Link link, URI node, @Nullable Session instead) {
    Session session = new Session(link, node.getAuthority());
    synchronized (this) {
      if (stopped || current != instead) {
        link.abort();
        return;
      }
      leaving = instead;
      current = session;
      lastNode = session.node;
    }
    Thread.startVirtualThread(() -> listen(session));
  }

  private void listen(Session session) {
    int code = Seen.Lost.BROKEN;
    try {
      hello(session);
      while (true) {
        hear(session, Word.read(session.link.read()));
      }
    } catch (Closed e) {
      code = e.code();
    } catch (IOException e) {
      session.link.abort();
    }
    ended(session, code);
  }

  private void ended(Session session, int code) {
    session.over();
    synchronized (this) {
      if (session != current) {
        return;
      }
      current = null;
    }
    Integer ours = session.ended;
    if (!stopped) {
      stream.lost(ours == null ? code : ours);
      if (code < NEVER_COME_BACK) {
        connect();
      }
    }
  }

  private void hello(Session session) throws IOException {
    long id = session.expect(word -> greeted(session, word), () -> {});
    session.link.send(stream.hello(session, id));
  }

  private void greeted(Session session, Word word) {
    if (word.type().equals("welcome")) {
      stream.welcome(session, word);
      ask(session);
    } else if (stream.forgetCredential()) {
      try {
        hello(session);
      } catch (IOException e) {
        session.link.abort();
      }
    } else {
      session.link.abort();
    }
  }

  private void hear(Session session, Word word) {
    long id = word.number("id");
    if (session == current) {
      stream.hear(session, word);
      if (word.type().equals("goaway") && !session.moving) {
        session.moving = true;
        Thread.startVirtualThread(() -> move(session, word.number("after")));
      }
      if (stream.noteLive()) {
        backOff.succeeded();
        sayFarewell();
      }
    }
    if (id != 0) {
      session.answer(id, word);
    }
  }

  /** Opens the new connection before the old one goes. */
  private void move(Session old, long withinMillis) {
    Pause.millis(random.nextLong(Math.max(1, withinMillis / 3)));
    while (!stopped && current == old) {
      try {
        URI node = scene.node(random, old.node);
        enter(Opening.chat(node).within(HANDSHAKE).open(), node, old);
        return;
      } catch (IOException e) {
        Pause.millis(random.nextLong(500));
      }
    }
  }

  private void sayFarewell() {
    Session old;
    synchronized (this) {
      old = leaving;
      leaving = null;
    }
    if (old != null) {
      Thread.startVirtualThread(
          () -> {
            try {
              for (long i = 0; i < FAREWELL_MILLIS && !old.isQuiet(); i += 50) {
                Pause.millis(50);
              }
              old.link.sayGoodbye();
              Pause.millis(FAREWELL_MILLIS);
            } catch (IOException e) {
              // The server was quicker.
            }
            old.link.abort();
          });
    }
  }

  /** Looks after the connection about once a second. */
  private void watch() {
    boolean ping = false;
    while (!stopped) {
      Pause.millis(random.nextLong(800, 1_200));
      Session session = current;
      if (session == null) {
        continue;
      }
      if (session.link.silence().compareTo(SILENCE) > 0) {
        if (session.ended == null) {
          session.ended = Seen.Lost.SILENT;
        }
        session.link.abort();
      } else if (stream.isGreeted(session)) {
        ping = !ping;
        boolean pings = ping;
        Thread.startVirtualThread(() -> lookAfter(session, pings));
      }
    }
  }

  /** May wait as long as the server does not read, which the watch must not. */
  private void lookAfter(Session session, boolean ping) {
    if (ping) {
      command(session, "\"type\":\"ping\"");
    }
    ask(session);
  }

  /** Joins what the hello did not, or what was refused. */
  private void ask(Session session) {
    LongSupplier ids = () -> session.expect(word -> stream.joinAnswered(session, word), () -> {});
    stream.toJoin(session, ids).forEach(join -> send(session, join));
  }

  private static void command(Session session, String fields) {
    long id = session.expect(word -> {}, () -> {});
    send(session, "{\"id\":" + id + "," + fields + "}");
  }

  private static void send(Session session, String text) {
    try {
      session.link.send(text);
    } catch (IOException e) {
      session.link.abort();
    }
  }

  /** For a cursor to be compared with. */
  public @Nullable Cursor cursor(String room) {
    return stream.cursor(room);
  }
}
