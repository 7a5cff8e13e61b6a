package io.tertulia.session.registry;

import io.tertulia.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every client of this node that has a connection to keep. */
public final class Clients {
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  /**
   * How long a client may stay while the node lives.
   *
   * @param age how old its connection may get
   * @param shed how many a second are sent on while there are too many; 0 for none
   */
  public record Stay(Duration age, int shed) {}

  /** To be called by the door that it came in by. */
  public void add(Session session) {
    sessions.add(session);
  }

  /** As {@link #add}, when its connection is gone. */
  public void remove(Session session) {
    sessions.remove(session);
  }

  /** Those who are there; who comes or goes meanwhile may be among them or not. */
  public Collection<Session> all() {
    return sessions;
  }
}
