package io.tertulia.attack.target;

import io.tertulia.client.socket.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** What is attacked, and all that attackers have open there. Addresses are of this machine only. */
public final class Target implements AutoCloseable {
  /** How soon a node that runs as these do must have seen a whole request or a hello. */
  public static final Duration HELLO = Duration.ofSeconds(4);

  private final int port;
  private final Path log;
  private final int redis;
  private final boolean brief;
  private final ConcurrentLinkedQueue<RawSocket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger room = new AtomicInteger();

  /**
   * @param port of the node
   * @param log what it writes
   * @param redis port of the Redis of a node in a cluster, 0 of one that stands alone
   * @param brief a quarter of each attack
   */
  public Target(int port, Path log, int redis, boolean brief) {
    this.port = port;
    this.log = log;
    this.redis = redis;
    this.brief = brief;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All that the node has written. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** The port of the node's Redis; only attacks on a cluster may ask. */
  public int redis() {
    return redis;
  }

  /** So many, or a quarter of it in short form. */
  public int some(int many) {
    return brief ? many / 4 : many;
  }

  /** A room that nobody has used. */
  public String newRoom() {
    return "attacked-" + room.incrementAndGet();
  }

  /** A connection from the first attacker's address. */
  public RawSocket connect() {
    return connect(0);
  }

  /**
   * @param attacker chooses the address: 40 of them, none the witnesses'
   */
  public RawSocket connect(int attacker) {
    RawSocket socket = RawSocket.connectFrom("127.0.1." + (1 + attacker % 40), uri());
    open.add(socket);
    return socket;
  }

  /** Sends a request on a connection of its own; what came until the end of the first head. */
  public String ask(String request) {
    return connect().send(request).response();
  }

  /** A member without the sub-protocol, greeted. */
  public RawSocket bare(String path) {
    RawSocket socket = connect().upgrade(path);
    socket.frame();
    return socket;
  }

  public RawSocket json(int attacker) {
    return connect(attacker).upgrade("/chat", "Sec-WebSocket-Protocol: tertulia.v1.json");
  }

  /** Does something many times at once; true when all was done in time. */
  public boolean together(int count, Duration within, IntConsumer each)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  each.accept(number);
                } finally {
                  done.countDown();
                }
              });
    }
    return done.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The attackers go. */
  @Override
  public void close() {
    open.forEach(RawSocket::close);
    open.clear();
  }
}
