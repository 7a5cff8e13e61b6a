package io.tertulia.transport.websocket.upgrade;

import io.tertulia.security.BearerHeader;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who an upgrade says that it is, and from which page it comes. */
final class UpgradeCredential {
  /** Begins a sub-protocol that names no protocol. */
  private static final String TOKEN = "tertulia.token.";

  private UpgradeCredential() {}

  /** Of the header, or of a sub-protocol, which is all that a page can name; null for none. */
  static @Nullable String of(HttpServerRequest request) {
    String bearer = BearerHeader.credential(request.headers().getAll("Authorization"));
    if (bearer != null) {
      return bearer;
    }
    for (String header : request.headers().getAll("Sec-WebSocket-Protocol")) {
      for (String offered : header.split(",", -1)) {
        if (offered.strip().startsWith(TOKEN)) {
          return offered.strip().substring(TOKEN.length());
        }
      }
    }
    return null;
  }

  /** Null when it comes from none. Several headers together are one that nobody is allowed. */
  static @Nullable String origin(HttpServerRequest request) {
    List<String> origins = request.headers().getAll("Origin");
    return origins.isEmpty() ? null : String.join(" ", origins);
  }
}
