package io.tertulia.transport.websocket.upgrade;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Why a request gets no socket. */
record Refusal(int status, String sentence) {
  void answer(RoutingContext context) {
    var response = context.response().setStatusCode(status);
    if (status == 426) {
      response.putHeader(HttpHeaders.UPGRADE, "websocket");
      response.putHeader(HttpHeaders.CONNECTION, "Upgrade");
      response.putHeader("Sec-WebSocket-Version", "13");
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(sentence + "\n");
  }
}
