package io.tertulia.transport.websocket;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every open socket of this node. Any thread. */
@Singleton
public final class OpenSockets {
  private final Set<OpenSocket> sockets = ConcurrentHashMap.newKeySet();

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
