package io.tertulia.session.registry;

import io.tertulia.room.Access;
import io.tertulia.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** Every client of this node that has a connection to keep. */
public final class Clients implements Access.Listener {
  private static final System.Logger LOG = System.getLogger(Clients.class.getName());

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

  @Override
  public void changed(Access.Change change) {
    sessions.forEach(session -> tell(session, change));
  }

  private static void tell(Session session, Access.Change change) {
    try {
      session.loop().execute(() -> session.rightsChanged(change));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the loop has ended, and its sockets with it", e);
    }
  }

  /** Those who are there; who comes or goes meanwhile may be among them or not. */
  public Collection<Session> all() {
    return sessions;
  }
}
