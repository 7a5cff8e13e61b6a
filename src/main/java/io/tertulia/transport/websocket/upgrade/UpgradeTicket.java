package io.tertulia.transport.websocket.upgrade;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.security.OriginPolicy;
import io.tertulia.security.ticket.TicketExchange;
import io.tertulia.security.ticket.TicketExchange.Bad;
import io.tertulia.security.ticket.TicketExchange.Good;
import io.tertulia.security.ticket.TicketExchange.Redeemed;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * What came with a ticket in its address goes on with the credential that the ticket stands for, as
 * if it had brought that in its Authorization header. On the connection's loop.
 */
@Singleton
final class UpgradeTicket {
  private static final String NAME = "ticket";

  private static final Refusal BOTH =
      new Refusal(
          400,
          "Come with a ticket or with a credential, in the Authorization header or as a"
              + " sub-protocol: not with both.");

  private final TicketExchange exchange;
  private final OriginPolicy origins;

  UpgradeTicket(TicketExchange exchange, OriginPolicy origins) {
    this.exchange = exchange;
    this.origins = origins;
  }

  static boolean isIn(HttpServerRequest request) {
    return request.params().contains(NAME);
  }

  /** Goes on with the next route, or answers. Nothing else is wrong with this upgrade. */
  void redeem(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = UpgradeCredential.origin(request);
    if (!isIn(request) || !origins.allows(origin, request.getHeader(HttpHeaders.HOST))) {
      // What comes from a foreign origin is refused further on, with a ticket or without.
      context.next();
    } else if (UpgradeCredential.of(request) != null) {
      BOTH.answer(context);
    } else {
      await(context, exchange.redeem(tickets(request), origin).toCompletableFuture());
    }
  }

  private static List<String> tickets(HttpServerRequest request) {
    return request.params().getAll(NAME);
  }

  private static void await(RoutingContext context, CompletableFuture<Redeemed> answer) {
    if (answer.isDone()) {
      go(context, answer.join());
      return;
    }
    Context loop = Objects.requireNonNull(Vertx.currentContext(), "requests come on a loop");
    var _ = answer.thenAccept(redeemed -> loop.runOnContext(nothing -> go(context, redeemed)));
  }

  private static void go(RoutingContext context, Redeemed redeemed) {
    if (context.response().closed()) {
      return;
    }
    switch (redeemed) {
      case Good(String credential) -> {
        context.request().headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + credential);
        context.next();
      }
      case Bad(ErrorCode code, String sentence) ->
          new Refusal(status(code), sentence).answer(context);
    }
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case UNAVAILABLE -> 503;
      case INVALID_FIELD -> 400;
      default -> 401;
    };
  }
}
