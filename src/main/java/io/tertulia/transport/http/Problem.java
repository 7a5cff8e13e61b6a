package io.tertulia.transport.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * A refusal over HTTP (RFC 9457): {@code application/problem+json} with the same code as on every
 * other door.
 *
 * @param title the code's name
 * @param detail what was wrong and what to do
 * @param retryAfter milliseconds
 * @param until when the ban or mute that forbids it ends; null for good and for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String type,
    String title,
    int status,
    String detail,
    int code,
    boolean retryable,
    @Nullable Long retryAfter,
    @Nullable String field,
    @Nullable Long until) {
  static final String MEDIA_TYPE = "application/problem+json";

  /** Seconds to wait when the refusal itself does not say. */
  private static final long PAUSE = 2;

  static Response of(Event.Error error) {
    int status = status(error.code());
    Response.ResponseBuilder response =
        Response.status(status).type(MEDIA_TYPE).entity(problem(error, status));
    if (status == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (status == 429 || status == 503) {
      long seconds = error.retryAfter() > 0 ? (error.retryAfter() + 999) / 1000 : PAUSE;
      response.header(HttpHeaders.RETRY_AFTER, seconds);
    }
    return response.build();
  }

  private static Problem problem(Event.Error error, int status) {
    return new Problem(
        "about:blank",
        error.code().wireName(),
        status,
        error.message(),
        error.code().code(),
        error.code().retryable(),
        error.retryAfter() > 0 ? error.retryAfter() : null,
        error.field(),
        error.until() > 0 && error.until() < Event.FOREVER ? error.until() : null);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_JSON, UNKNOWN_TYPE, INVALID_FIELD, ROOM_INVALID, HELLO_FIRST, NOT_JOINED -> 400;
      case TOO_LARGE -> 413;
      case TOKEN_INVALID, TOKEN_EXPIRED -> 401;
      case FORBIDDEN -> 403;
      case NO_SUCH_MESSAGE -> 404;
      case GONE -> 410;
      case ROOM_LIMIT, TOO_MANY_REACTIONS, WRONG_OFFSET -> 409;
      case RATE_LIMITED, TOO_MANY_PENDING, SLOW_MODE -> 429;
      case UNAVAILABLE, DRAINING, UNKNOWN_OUTCOME -> 503;
      case INTERNAL -> 500;
    };
  }
}
