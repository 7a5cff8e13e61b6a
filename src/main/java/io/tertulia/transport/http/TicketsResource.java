package io.tertulia.transport.http;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.security.BearerHeader;
import io.tertulia.security.ticket.TicketExchange;
import io.tertulia.security.ticket.TicketExchange.Ticket;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tickets}: gives a ticket for a credential, to whoever can say who it is only in an
 * address.
 */
@Path("/tickets")
public final class TicketsResource {
  private static final Event.Error NOBODY =
      refusal(
          ErrorCode.TOKEN_INVALID,
          "A ticket stands for a credential: bring one as Authorization: Bearer. A guest without"
              + " one comes in without a ticket.");

  private static final Event.Error NO_PLACE =
      refusal(ErrorCode.UNAVAILABLE, "No ticket can be kept here now: try again.");

  private final SessionContext context;
  private final Caller caller;
  private final TicketExchange exchange;

  TicketsResource(SessionContext context, Caller caller, TicketExchange exchange) {
    this.context = context;
    this.caller = caller;
    this.exchange = exchange;
  }

  @POST
  public CompletionStage<Response> take(@Context HttpServerRequest request) {
    String credential = BearerHeader.credential(request.headers().getAll("Authorization"));
    if (credential == null) {
      context.meter().refused(NOBODY.code());
      return CompletableFuture.completedStage(Problem.of(NOBODY));
    }
    String origin = origin(request);
    return caller
        .of(request, null)
        .thenCompose(
            known ->
                switch (known) {
                  case Caller.Person person ->
                      exchange.issue(credential, origin).thenApply(this::given);
                  case Caller.Refused no -> {
                    context.meter().refused(no.refusal().code());
                    yield CompletableFuture.completedStage(Problem.of(no.refusal()));
                  }
                });
  }

  private Response given(@Nullable Ticket ticket) {
    if (ticket == null) {
      context.meter().refused(NO_PLACE.code());
      return Problem.of(NO_PLACE);
    }
    return Response.status(201)
        .type(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .entity(ticket)
        .build();
  }

  /** Before this door one of several is refused. */
  private static @Nullable String origin(HttpServerRequest request) {
    List<String> origins = request.headers().getAll("Origin");
    return origins.isEmpty() ? null : origins.getFirst();
  }

  private static Event.Error refusal(ErrorCode code, String message) {
    return new Event.Error(0, 0, code, message, 0, "Authorization", 0, Event.Error.NONE);
  }
}
