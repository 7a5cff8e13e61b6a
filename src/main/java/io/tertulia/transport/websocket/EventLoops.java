package io.tertulia.transport.websocket;

import io.netty.channel.EventLoop;
import io.tertulia.session.shared.SessionContext;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/** The event loops that have ever had a socket. */
@Singleton
final class EventLoops {
  private final ConcurrentHashMap<EventLoop, SocketLoop> loops = new ConcurrentHashMap<>();
  private final int slice;

  EventLoops(SessionContext context) {
    this.slice = context.rooms().slice();
  }

  SocketLoop of(EventLoop loop) {
    return loops.computeIfAbsent(loop, it -> SocketLoop.start(it, slice));
  }

  Collection<SocketLoop> all() {
    return loops.values();
  }
}
