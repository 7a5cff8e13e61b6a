package io.tertulia.transport.websocket.upgrade;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import io.tertulia.session.registry.ConnectionLimiter;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: tells sockets from pages on one address, answers what is neither with
 * a sentence (RFC 6455 §4.2), and lets no path through that means another one to the next reader.
 */
@Singleton
public final class HandshakeRoutes {
  public static final String SUBPROTOCOL = "tertulia.v1.json";

  private static final int FIRST = -1_000_000;
  private static final int KEY_BYTES = 16;
  private static final Pattern TRICK = Pattern.compile("//|/\\.{1,2}(/|$)");

  /** What every reader of a path reads alike: nothing to decode, to cut off or to quote. */
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,:=@/-]*");

  /** One word behind {@code /chat/}, which is told what a room is when it is none. */
  private static final Pattern A_ROOM =
      Pattern.compile("/chat/(?!.*%(?:2[ef]|3b|5c|00))[^/;\\\\]*", Pattern.CASE_INSENSITIVE);

  private static final String LOBBY = "/chat/lobby";
  private static final String CHAT = "/chat/";

  private final ConnectionLimiter limiter;
  private final DeadlineInstaller deadlines;
  private final UpgradeTicket tickets;

  HandshakeRoutes(ConnectionLimiter limiter, SessionContext context, UpgradeTicket tickets) {
    this.limiter = limiter;
    this.tickets = tickets;
    this.deadlines = new DeadlineInstaller(context.rules().hello());
  }

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(this::sort);
  }

  /** The last of all that is done before the end. */
  void stopAccepting(@Observes @Priority(Integer.MAX_VALUE) ShutdownDelayInitiatedEvent event) {
    deadlines.stopAccepting();
  }

  private void sort(RoutingContext context) {
    deadlines.watch(((ConnectionBase) context.request().connection()).channel().parent());
    String path = context.request().path();
    boolean upgrade = lists(context.request(), HttpHeaders.UPGRADE, "websocket");
    if (path == null || !isPlain(path)) {
      new Refusal(404, "There is nothing at this address.").answer(context);
    } else if (!path.equals("/chat") && !path.startsWith(CHAT) && !(upgrade && path.equals("/"))) {
      context.next();
    } else {
      admit(context, path, upgrade);
    }
  }

  /**
   * The routes behind this one decode escapes and we do not, so what is escaped never gets there.
   */
  private static boolean isPlain(String path) {
    boolean plain = PLAIN.matcher(path).matches() || A_ROOM.matcher(path).matches();
    return plain && !TRICK.matcher(path).find();
  }

  private void admit(RoutingContext context, String path, boolean upgrade) {
    Refusal refusal = refusal(context.request(), path, upgrade);
    if (refusal != null) {
      refusal.answer(context);
    } else if (path.startsWith(CHAT)) {
      tickets.redeem(context);
    } else {
      String query = context.request().query();
      context.reroute(query == null ? LOBBY : LOBBY + "?" + query);
    }
  }

  private @Nullable Refusal refusal(HttpServerRequest request, String path, boolean upgrade) {
    if (path.startsWith(CHAT) && !Shapes.isRoom(path.substring(CHAT.length()))) {
      return new Refusal(400, Refusals.ROOM);
    }
    if (!upgrade) {
      return new Refusal(
          426,
          "This address speaks WebSocket: connect with ws://HOST/chat, for instance by wscat, or"
              + " open / in a browser.");
    }
    if (request.getParam("token") != null) {
      return new Refusal(
          400,
          "Addresses are written into logs, so no token stands in one: send it in hello, in the"
              + " Authorization header, or as a sub-protocol, tertulia.token. and the token.");
    }
    Refusal wrong = handshakeRefusal(request);
    if (wrong != null) {
      return wrong;
    }
    if (limiter.isShut() || limiter.isFull()) {
      return new Refusal(503, "No more connections here for the moment: try again.");
    }
    return null;
  }

  /** What is wrong with the handshake itself, null when nothing is. */
  private static @Nullable Refusal handshakeRefusal(HttpServerRequest request) {
    if (!HttpMethod.GET.equals(request.method()) || request.version() != HttpVersion.HTTP_1_1) {
      return new Refusal(400, "A WebSocket handshake is a GET of HTTP/1.1.");
    }
    if (!lists(request, HttpHeaders.CONNECTION, "upgrade")) {
      return new Refusal(400, "The Connection header of a WebSocket handshake lists Upgrade.");
    }
    if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
      return new Refusal(426, "This server speaks version 13 of WebSocket (RFC 6455).");
    }
    if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
      return new Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
    }
    boolean offered = request.getHeader("Sec-WebSocket-Protocol") != null;
    return offered && !offersOurs(request)
        ? new Refusal(
            400,
            "The only sub-protocol here is " + SUBPROTOCOL + "; offer it, or none for plain text.")
        : null;
  }

  /** Whether a header's comma-separated words hold this one. */
  private static boolean lists(HttpServerRequest request, CharSequence header, String word) {
    return words(request, header).anyMatch(value -> value.toLowerCase(Locale.ROOT).equals(word));
  }

  /**
   * Names of sub-protocols are told apart by case (RFC 6455 §4.1), other than the words of those
   * headers.
   */
  private static boolean offersOurs(HttpServerRequest request) {
    return words(request, "Sec-WebSocket-Protocol").anyMatch(SUBPROTOCOL::equals);
  }

  private static Stream<String> words(HttpServerRequest request, CharSequence header) {
    return request.headers().getAll(header).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip);
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
