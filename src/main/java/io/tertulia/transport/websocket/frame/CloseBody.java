package io.tertulia.transport.websocket.frame;

import org.jspecify.annotations.Nullable;

/**
 * What a client's Close may carry (RFC 6455 §5.5.1, §7.4): nothing, or a code and a reason in
 * UTF-8.
 */
final class CloseBody {
  private CloseBody() {}

  static @Nullable Violation flaw(byte[] body) {
    if (body.length == 0) {
      return null;
    }
    if (body.length == 1) {
      return Violation.protocol("half a close code");
    }
    int code = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
    if (!isAllowed(code)) {
      return Violation.protocol("close code " + code + " may not be sent");
    }
    Utf8 reason = new Utf8();
    return reason.accepts(body, 2, body.length) && reason.isWhole()
        ? null
        : Violation.text("the reason of the Close is not UTF-8");
  }

  /** 1004–1006 and 1015 never go over the wire; below 3000 only what is registered. */
  private static boolean isAllowed(int code) {
    return (1000 <= code && code <= 1003)
        || (1007 <= code && code <= 1014)
        || (3000 <= code && code <= 4999);
  }
}
