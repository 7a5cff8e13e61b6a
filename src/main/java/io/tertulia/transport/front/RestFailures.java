package io.tertulia.transport.front;

import io.tertulia.transport.front.connection.Answer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the framework refuses of a request to a resource, with words for it. */
public final class RestFailures {
  @ServerExceptionMapper
  Response answer(WebApplicationException failure, HttpHeaders asked) {
    Response refusal = failure.getResponse();
    if (refusal.hasEntity() || refusal.getStatus() < 400) {
      return refusal;
    }
    String accept = asked.getHeaderString(HttpHeaders.ACCEPT);
    return Response.fromResponse(refusal)
        .type(Answer.type(accept))
        .entity(Answer.of(refusal.getStatus()).body(accept))
        .build();
  }
}
