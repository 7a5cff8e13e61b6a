package io.tertulia.transport.websocket.frame;

/**
 * How a client broke RFC 6455.
 *
 * @param code of the Close that answers it (§7.4.1)
 * @param reason for people; no byte of what the client sent
 */
public record Violation(int code, String reason) {
  static Violation protocol(String reason) {
    return new Violation(1002, reason);
  }

  static Violation text(String reason) {
    return new Violation(1007, reason);
  }

  static Violation tooBig(String reason) {
    return new Violation(1009, reason);
  }
}
