package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.WebSocketConnection;
import io.tertulia.format.BareFormat;
import io.tertulia.format.BareText;
import io.tertulia.format.Format;
import io.tertulia.format.JsonFormat;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import io.tertulia.protocol.json.CommandDecoder;
import io.tertulia.room.RoomId;
import io.tertulia.session.Session;
import io.tertulia.session.registry.Clients;
import io.tertulia.session.registry.ConnectionLimiter;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.transport.websocket.upgrade.Handshake;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Opens a session for each socket and hands it what the socket says, as commands. */
@Singleton
final class SocketDoor {
  private static final Logger LOG = Logger.getLogger(SocketDoor.class);

  private final SessionContext context;
  private final CommandDecoder decoder;
  private final EventLoops loops;
  private final Clients clients;
  private final ConnectionLimiter limiter;
  private final WriteMode writes;

  SocketDoor(
      SessionContext context,
      EventLoops loops,
      Clients clients,
      ConnectionLimiter limiter,
      WriteMode writes) {
    this.context = context;
    this.decoder = new CommandDecoder(context.rules().limits());
    this.loops = loops;
    this.clients = clients;
    this.limiter = limiter;
    this.writes = writes;
  }

  void open(WebSocketConnection connection) {
    Handshake handshake = connection.userData().get(Handshake.KEY);
    SocketLoop loop = loops.of(handshake.channel().eventLoop());
    boolean bare = connection.subprotocol() == null || connection.subprotocol().isEmpty();
    Format format =
        bare
            ? new BareFormat(
                BareText.Language.preferred(handshake.wishes().languages()),
                handshake.wishes().binary())
            : new JsonFormat();
    SocketConnection socket = new SocketConnection(connection, handshake, loop, writes);
    Session session = new Session(socket, context, format, loop.wheel(), loop.work());
    OpenSocket open = new OpenSocket(socket, session, bare, connection.pathParam("room"));
    connection.userData().put(OpenSocket.KEY, open);
    handshake.guard().watch(open);
    int ofAddress = clients.add(session);
    LOG.infof("socket %s opened from %s%s", socket.id(), socket.address(), bare ? ", bare" : "");
    if (!limiter.allows(ofAddress)) {
      session.close(CloseCode.TOO_MANY_CONNECTIONS);
      return;
    }
    if (context.rights().isBanned(socket.address())) {
      // Since its request came.
      session.close(CloseCode.BANNED);
      return;
    }
    if (bare) {
      enter(open, handshake);
    } else {
      session.present(handshake.credential());
    }
  }

  void text(OpenSocket socket, String text) {
    socket
        .session()
        .receive(
            socket.bare()
                ? List.of(decoder.decodeText(socket.room(), null, text))
                : decoder.decode(text));
  }

  void binary(OpenSocket socket, byte[] bytes) {
    Command command =
        socket.bare()
            ? new Command.Say(0, socket.room(), null, new Body.Bytes(bytes), Links.NONE)
            : new Command.Malformed(
                Event.Error.of(0, ErrorCode.BAD_JSON, "Send commands as text, not binary."));
    socket.session().receive(List.of(command));
  }

  void closed(OpenSocket socket) {
    LOG.infof("socket %s is gone", socket.connection().id());
    socket.connection().closing();
    socket.session().closed();
    clients.remove(socket.session());
  }

  /**
   * A bare client without a credential is a guest of its own for each socket; a name that cannot be
   * shown is told and not taken.
   */
  private void enter(OpenSocket socket, Handshake handshake) {
    String name = handshake.wishes().name();
    boolean good = name == null || Shapes.isName(name);
    Command.Hello hello =
        new Command.Hello(0, null, handshake.credential(), good ? name : null, List.of());
    socket.session().enter(hello, new RoomId(socket.room()));
    if (!good) {
      socket
          .session()
          .receive(List.of(new Command.Malformed(Event.Error.ofField(0, "name", Refusals.NAME))));
    }
  }
}
