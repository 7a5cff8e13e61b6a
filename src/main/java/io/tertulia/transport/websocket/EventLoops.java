package io.tertulia.transport.websocket;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/** The event loops that have ever had a socket. */
@Singleton
final class EventLoops {
  private final ConcurrentHashMap<EventLoop, SocketLoop> loops = new ConcurrentHashMap<>();

  SocketLoop of(EventLoop loop) {
    return loops.computeIfAbsent(loop, SocketLoop::start);
  }

  Collection<SocketLoop> all() {
    return loops.values();
  }
}
