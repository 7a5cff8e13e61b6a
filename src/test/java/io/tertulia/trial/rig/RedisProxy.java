package io.tertulia.trial.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The network between one node and Redis. It can be cut with FIN or RST, be silent in both
 * directions without a word, or be slow. What it holds back while it is silent arrives late, as
 * TCP's own repeats would bring it: a command that nobody waits for any more may still run. Any
 * thread.
 */
public final class RedisProxy implements AutoCloseable {
  private static final int BACKLOG = 100;

  /** Small, so that what is not read soon piles up in Redis. In bytes. */
  private static final int RECEIVE_BUFFER = 64 * 1024;

  private final ServerSocket entrance;
  private final List<ProxyLine> lines = new CopyOnWriteArrayList<>();
  private final AtomicLong refused = new AtomicLong();
  private final Gate gate = new Gate();
  private volatile int target;
  private volatile boolean refusing;
  private volatile Duration delay = Duration.ZERO;

  /**
   * @param target a port of this machine
   */
  public RedisProxy(int target) {
    this.target = target;
    try {
      this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("redis-proxy").start(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** New connections go to another Redis; those that are open stay where they are. */
  public void turnTo(int other) {
    target = other;
  }

  /** New connections are reset until {@link #heal()}; those that are open stay. */
  public void refuseNew() {
    refusing = true;
  }

  /** Ends the open connections with FIN. */
  public int end() {
    return each(line -> true, ProxyLine::end);
  }

  /** Ends the open connections with RST: what is under way is lost. */
  public int cut() {
    return each(line -> true, ProxyLine::cut);
  }

  /** Cuts only the connections that have subscribed to something. */
  public int cutSubscriptions() {
    return each(ProxyLine::isSubscription, ProxyLine::cut);
  }

  /** What Redis sends to subscribers is not read until {@link #heal()}. */
  public int holdSubscriptions() {
    return each(ProxyLine::isSubscription, ProxyLine::holdAnswers);
  }

  /** From now on nothing arrives on either side, and new connections get no word. */
  public int silence() {
    gate.shut();
    return open();
  }

  /** Each byte takes so long, in each direction; how many there are at once is not limited. */
  public void slowDown(Duration each) {
    delay = each;
  }

  /** Everything passes again; what was held back arrives now. */
  public void heal() {
    refusing = false;
    delay = Duration.ZERO;
    gate.open();
    lines.forEach(ProxyLine::release);
  }

  /** Connections that are open now. */
  public int open() {
    return lines.size();
  }

  /** Those of them that have subscribed to something. */
  public int subscriptions() {
    return each(ProxyLine::isSubscription, line -> {});
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
    cut();
  }

  Gate gate() {
    return gate;
  }

  Duration delay() {
    return delay;
  }

  void ended(ProxyLine line) {
    lines.remove(line);
  }

  private int each(Predicate<ProxyLine> chosen, Consumer<ProxyLine> action) {
    List<ProxyLine> now = lines.stream().filter(chosen).toList();
    now.forEach(action);
    return now.size();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket node = entrance.accept();
        Thread.ofPlatform().daemon().start(() -> connect(node));
      } catch (IOException e) {
        // Closed by the trial.
      }
    }
  }

  private void connect(Socket node) {
    try {
      if (refusing) {
        refused.incrementAndGet();
        ProxyLine.reset(node);
        return;
      }
      Socket redis = new Socket();
      redis.setReceiveBufferSize(RECEIVE_BUFFER);
      redis.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      ProxyLine line = new ProxyLine(this, node, redis);
      lines.add(line);
      line.start();
    } catch (IOException e) {
      // Redis is away: the node sees it as it would without a proxy.
      ProxyLine.reset(node);
    }
  }
}
