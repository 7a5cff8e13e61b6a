package io.tertulia.session.registry;

import io.tertulia.protocol.CloseCode;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocations;
import io.tertulia.session.Session;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Closes the clients of this node that something holds against now. Who comes in meanwhile is
 * looked at once more when it can be found here, so that nobody slips through. Any thread.
 */
public final class Evictions implements Revocations.Listener {
  private static final System.Logger LOG = System.getLogger(Evictions.class.getName());

  private final Clients clients;
  private final Revocations revocations;

  public Evictions(Clients clients, Revocations revocations) {
    this.clients = clients;
    this.revocations = revocations;
  }

  @Override
  public void added(Revocation revocation) {
    String name = revocation.name();
    switch (revocation.kind()) {
      case TOKEN -> each(clients.bearing(name), this::against);
      case CREDENTIALS, USER -> each(clients.of(name), this::against);
      case ADDRESS -> each(clients.from(name), this::againstAddress);
      case SESSION ->
          each(clients.all(), session -> session.id().equals(name) ? revocation.closing() : null);
      case SESSIONS -> each(clients.of(name), session -> revocation.closing());
    }
  }

  /** As it is by then: it may have renewed, and a ban may be lifted. */
  private @Nullable CloseCode against(Session session) {
    Principal who = session.principal();
    return who == null ? null : closing(revocations.against(who));
  }

  private @Nullable CloseCode againstAddress(Session session) {
    return closing(revocations.against(session.address()));
  }

  private static @Nullable CloseCode closing(@Nullable Revocation found) {
    return found == null ? null : found.closing();
  }

  private static void each(
      Iterable<Session> sessions, Function<Session, @Nullable CloseCode> question) {
    for (Session session : sessions) {
      try {
        session.loop().execute(() -> end(session, question.apply(session)));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "the loop has ended, and its sockets with it", e);
      }
    }
  }

  private static void end(Session session, @Nullable CloseCode code) {
    if (code != null) {
      session.expel(code);
    }
  }
}
