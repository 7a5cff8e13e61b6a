package io.tertulia.transport.websocket;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every open socket of this node. Any thread. */
@Singleton
public final class OpenSockets {
  private final Set<OpenSocket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * How long a socket may stay while the node lives.
   *
   * @param age how old it may get
   * @param shed how many a second are sent on while there are too many; 0 for none
   */
  public record Stay(Duration age, int shed) {}

  void add(OpenSocket socket) {
    sockets.add(socket);
  }

  void remove(OpenSocket socket) {
    sockets.remove(socket);
  }

  public Collection<OpenSocket> all() {
    return sockets;
  }
}
