package io.tertulia.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network between clients and one server, on loopback. Its connections can be ended with FIN or
 * RST; be silent in both directions without a word, and what was held back arrives late, as TCP's
 * own repeats would bring it; lose what is said in one direction; or be slow. Any thread.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BACKLOG = 100;

  /** Small, so that what is not read soon piles up in the server. In bytes. */
  private static final int RECEIVE_BUFFER = 64 * 1024;

  private final ServerSocket entrance;
  private final String mark;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final AtomicLong refused = new AtomicLong();
  private final Gate gate = new Gate();
  private final Set<Way> swallowed = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean refusing;
  private volatile Duration delay = Duration.ZERO;

  /**
   * @param target a port of this machine
   */
  public TcpProxy(int target) {
    this(target, "");
  }

  /**
   * @param target a port of this machine
   * @param mark which connections are {@link #marked()}: those whose client has said this word, in
   *     capitals or not; ASCII in capitals
   */
  public TcpProxy(int target, String mark) {
    this.target = target;
    this.mark = mark;
    try {
      this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("tcp-proxy").start(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** New connections go to another server; those that are open stay where they are. */
  public void turnTo(int other) {
    target = other;
  }

  /** New connections are reset until {@link #heal()}; those that are open stay. */
  public void refuseNew() {
    refusing = true;
  }

  /**
   * From now on nothing arrives on either side, and new connections get no word, until {@link
   * #heal()}, which lets all of it pass. Says how many connections are open.
   */
  public int silence() {
    gate.shut();
    return lines.size();
  }

  /**
   * What goes that way is taken and lost, an end too, as by a Wi-Fi that has gone. What is open now
   * or opened until {@link #heal()} stays so for good.
   */
  public void swallow(Way... ways) {
    swallowed.addAll(List.of(ways));
    lines.forEach(this::lose);
  }

  /** Each byte takes so long, in each direction; how many there are at once is not limited. */
  public void slowDown(Duration each) {
    delay = each;
  }

  /** Everything passes again that is not lost; what was held back arrives now. */
  public void heal() {
    refusing = false;
    delay = Duration.ZERO;
    swallowed.clear();
    gate.open();
    lines.forEach(Line::release);
  }

  /** The connections that are open now. */
  public Lines lines() {
    return new Lines(lines);
  }

  /** Those of them whose client has said the word. */
  public Lines marked() {
    return new Lines(lines.stream().filter(Line::isMarked).toList());
  }

  /** Connections that were reset because of {@link #refuseNew()}. */
  public long refused() {
    return refused.get();
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    gate.open();
    lines().cut();
  }

  Gate gate() {
    return gate;
  }

  Duration delay() {
    return delay;
  }

  void ended(Line line) {
    lines.remove(line);
  }

  private void lose(Line line) {
    swallowed.forEach(line::swallow);
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        Thread.ofPlatform().daemon().start(() -> connect(client));
      } catch (IOException e) {
        // Closed by the test.
      }
    }
  }

  private void connect(Socket client) {
    try {
      if (refusing) {
        refused.incrementAndGet();
        Line.reset(client);
        return;
      }
      Socket server = new Socket();
      server.setReceiveBufferSize(RECEIVE_BUFFER);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      Line line = new Line(this, client, server, mark);
      lines.add(line);
      lose(line);
      line.start();
    } catch (IOException e) {
      // The server is away: the client sees it as it would without a proxy.
      Line.reset(client);
    }
  }
}
