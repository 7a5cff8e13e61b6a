package io.tertulia.session.registry;

import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Access.OfAll;
import io.tertulia.room.access.Access.OfRoom;
import io.tertulia.room.access.Access.OfUser;
import io.tertulia.room.access.Principal;
import io.tertulia.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Every client of this node that has a connection to keep, to be found by who it is, where it is
 * and where it comes from. What is found are those who are there; who comes or goes meanwhile may
 * be among them or not. Any thread; what is done with a session is done on its loop.
 */
public final class Clients implements Access.Listener, Session.Directory {
  private static final System.Logger LOG = System.getLogger(Clients.class.getName());

  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  /** Those who have not said who they are, or are not answered yet. */
  private final Set<Session> strangers = ConcurrentHashMap.newKeySet();

  private final SessionIndex<String> byUser = new SessionIndex<>();
  private final SessionIndex<RoomId> byRoom = new SessionIndex<>();
  private final SessionIndex<String> byAddress = new SessionIndex<>();

  /** By the id of what it came in with, where that has one. */
  private final SessionIndex<String> byCredential = new SessionIndex<>();

  /**
   * How long a client may stay while the node lives.
   *
   * @param age how old its connection may get
   * @param shed how many a second are sent on while there are too many; 0 for none
   */
  public record Stay(Duration age, int shed) {}

  /**
   * To be called by the door that it came in by, on its loop, before it says anything.
   *
   * @return how many are there of its address, itself included
   */
  public int add(Session session) {
    sessions.add(session);
    strangers.add(session);
    session.listIn(this);
    return byAddress.add(session.address(), session);
  }

  /** As {@link #add}, when its connection is gone. It leaves its rooms by itself. */
  public void remove(Session session) {
    sessions.remove(session);
    strangers.remove(session);
    byAddress.remove(session.address(), session);
    Principal who = session.principal();
    if (who != null) {
      byUser.remove(who.who().id(), session);
      forget(session, who);
    }
  }

  private void forget(Session session, @Nullable Principal who) {
    String credential = who == null ? null : who.credential().id();
    if (credential != null) {
      byCredential.remove(credential, session);
    }
  }

  @Override
  public void admitted(Session session, @Nullable Principal before, Principal who) {
    forget(session, before);
    // What it said before it went may be done behind that.
    if (sessions.contains(session)) {
      byUser.add(who.who().id(), session);
      strangers.remove(session);
      String credential = who.credential().id();
      if (credential != null) {
        byCredential.add(credential, session);
      }
    }
  }

  @Override
  public void entered(Session session, RoomId room) {
    byRoom.add(room, session);
  }

  @Override
  public void left(Session session, RoomId room) {
    byRoom.remove(room, session);
  }

  public Collection<Session> all() {
    return sessions;
  }

  public int count() {
    return sessions.size();
  }

  /**
   * @param id of an identity
   */
  public Collection<Session> of(String id) {
    return byUser.of(id);
  }

  /**
   * @param credential the id of one
   */
  public Collection<Session> bearing(String credential) {
    return byCredential.of(credential);
  }

  /** Those in a room, and those who asked to be and are not answered. */
  public Collection<Session> in(RoomId room) {
    return byRoom.of(room);
  }

  /**
   * @param address as connections have it: of IPv6 the network
   */
  public Collection<Session> from(String address) {
    return byAddress.of(address);
  }

  /** Whether nobody is there, nor any trace of somebody. */
  boolean areForgotten() {
    return sessions.isEmpty()
        && strangers.isEmpty()
        && byUser.isEmpty()
        && byRoom.isEmpty()
        && byAddress.isEmpty()
        && byCredential.isEmpty();
  }

  @Override
  public void changed(Access.Change change) {
    Collection<Session> concerned =
        switch (change) {
          case OfUser(String id) -> of(id);
          case OfRoom(RoomId room) -> in(room);
          case OfAll() -> all();
        };
    concerned.forEach(session -> tell(session, change));
    if (change instanceof OfUser) {
      // Any of them may turn out to be this one, by an answer from before the change.
      strangers.forEach(session -> tell(session, change));
    }
  }

  private static void tell(Session session, Access.Change change) {
    try {
      session.loop().execute(() -> session.rightsChanged(change));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the loop has ended, and its sockets with it", e);
    }
  }
}
