package io.tertulia.transport.front;

import io.netty.channel.Channel;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RateLimits;
import io.tertulia.room.memory.MemoryRateLimits;
import io.tertulia.security.AddressKeys;
import io.tertulia.security.HostPolicy;
import io.tertulia.security.OriginPolicy;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.transport.front.connection.AcceptHandlerInstaller;
import io.tertulia.transport.front.connection.Answer;
import io.tertulia.transport.front.connection.FrontLimits;
import io.tertulia.transport.front.connection.PlainConnection;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one decision before every route, of whoever comes to the port: how often this address may
 * ask, whether this host is ours, whether this page may do what it asks for. Nothing of a body has
 * been read here.
 */
@Singleton
public final class RequestFilter {
  /** Before the handshake's routes. */
  private static final int FIRST = -1_000_001;

  /** Milliseconds after which who asks no more is forgotten. */
  private static final long FORGETTING = 5_000;

  private static final int DIGITS = 18;

  /** Whatever may stand behind it, a slash or a word. */
  private static final String TICKETS = "/tickets";

  private static final Answer BANNED =
      new Answer(403, "This address is banned here.", ErrorCode.FORBIDDEN.code(), 0);

  private static final String ROOMS = "/rooms/";
  private static final String METHODS = "GET, HEAD, POST";
  private static final String HEADERS = "Authorization, Content-Type, Idempotency-Key";
  private static final String HOUR = "3600";

  private final AcceptHandlerInstaller ports;
  private final MemoryRateLimits upgrades;
  private final HostPolicy hosts;
  private final OriginPolicy origins;
  private final SessionContext context;
  private final long largest;

  RequestFilter(
      AcceptHandlerInstaller ports,
      FrontLimits limits,
      HostPolicy hosts,
      OriginPolicy origins,
      SessionContext context) {
    this.ports = ports;
    this.largest = limits.body();
    this.upgrades =
        new MemoryRateLimits(
            Map.of(RateLimits.Kind.ADDRESS, limits.upgrades()),
            () -> Instant.EPOCH.plusNanos(System.nanoTime()));
    this.hosts = hosts;
    this.origins = origins;
    this.context = context;
  }

  void register(@Observes Router router, Vertx vertx) {
    vertx.setPeriodic(FORGETTING, timer -> upgrades.tick());
    router.route().order(FIRST).handler(this::decide);
    router.route().order(FIRST).failureHandler(RequestFilter::failed);
    router.route().last().handler(context -> answer(context, Answer.of(404)));
  }

  private void decide(RoutingContext context) {
    Channel channel = ((ConnectionBase) context.request().connection()).channel();
    ports.watch(channel);
    String path = context.request().path();
    Answer refusal = refusal(context.request(), channel.attr(PlainConnection.KEY).get());
    if (refusal != null) {
      answer(context, refusal);
    } else if (!isShared(path)) {
      context.next();
    } else {
      share(context);
    }
  }

  /** What programs and pages of other origins ask for, beside sockets. */
  private static boolean isShared(@Nullable String path) {
    return path != null && (path.startsWith(ROOMS) || path.startsWith(TICKETS));
  }

  private @Nullable Answer refusal(
      HttpServerRequest request, @Nullable PlainConnection connection) {
    String remote = request.remoteAddress().hostAddress();
    if (remote == null) {
      return Answer.of(400, "X-Forwarded-For begins with no address: a proxy has to set it.");
    }
    String client = AddressKeys.network(remote);
    if (context.rights().isBanned(client)) {
      return BANNED;
    }
    if (connection != null && !connection.speaksFor(client)) {
      return Answer.later(503, "Too much of this address is under way here: try again.", 140, 2);
    }
    Answer crowd = crowd(request, client);
    if (crowd != null) {
      return crowd;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    if (!hosts.allows(host)) {
      return Answer.of(421, HostPolicy.refusal(host));
    }
    return isTooLarge(request.getHeader(HttpHeaders.CONTENT_LENGTH)) ? Answer.of(413) : null;
  }

  /** Before anything of it is taken in; what says no length is measured while it comes. */
  private boolean isTooLarge(@Nullable String length) {
    return length != null
        && length.length() < DIGITS
        && length.chars().allMatch(c -> c >= '0' && c <= '9')
        && Long.parseLong("0" + length) > largest;
  }

  /** Who asks too often is told before anything is done for it. */
  private @Nullable Answer crowd(HttpServerRequest request, String client) {
    long wait = 0;
    if (request.headers().contains(HttpHeaders.UPGRADE)) {
      wait = upgrades.take(RateLimits.Kind.ADDRESS, client);
    }
    if (wait == 0 && isShared(request.path())) {
      wait = context.limits().take(RateLimits.Kind.ADDRESS, client);
    }
    if (wait == 0) {
      return null;
    }
    context.meter().refused(ErrorCode.RATE_LIMITED);
    return Answer.later(
        429,
        "Too many requests from this address.",
        ErrorCode.RATE_LIMITED.code(),
        Math.ceilDiv(wait, 1_000));
  }

  /** Pages of other origins that are allowed here may use rooms and tickets as well. */
  private void share(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    List<String> named = request.headers().getAll(HttpHeaders.ORIGIN);
    String origin = named.isEmpty() ? null : String.join(" ", named);
    boolean allowed = origins.allows(origin, request.getHeader(HttpHeaders.HOST));
    boolean asks = request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    if (origin != null && allowed) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.RETRY_AFTER);
    }
    if (!allowed && !isHarmless(request)) {
      answer(
          context, new Answer(403, "Pages of this origin may not change anything here.", 113, 0));
    } else if (origin != null && asks && request.method().name().equals("OPTIONS")) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, HOUR)
          .setStatusCode(204)
          .end();
    } else {
      context.next();
    }
  }

  /**
   * What changes nothing, and tells a page of foreign origin nothing either: browsers see to it.
   */
  private static boolean isHarmless(HttpServerRequest request) {
    return switch (request.method().name()) {
      case "GET", "HEAD" -> true;
      default -> false;
    };
  }

  /** What the framework refuses without a word. */
  private static void failed(RoutingContext context) {
    int status = context.statusCode();
    if (context.failure() == null && status >= 400 && status < 500) {
      answer(context, Answer.of(status));
    } else {
      context.next();
    }
  }

  private static void answer(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    MultiMap asked = context.request().headers();
    String accept = asked.get(HttpHeaders.ACCEPT);
    if (answer.retryAfter() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(answer.retryAfter()));
    }
    if (asked.contains(HttpHeaders.CONTENT_LENGTH)
        || asked.contains(HttpHeaders.TRANSFER_ENCODING)) {
      // What of the body has not come is not waited for.
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Answer.type(accept))
        .end(answer.body(accept));
  }
}
