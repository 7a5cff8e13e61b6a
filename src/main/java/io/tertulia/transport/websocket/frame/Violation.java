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

  /** Not the client's fault alone: it may come back (1013 is registered with IANA). */
  static Violation noMemory() {
    return new Violation(1013, "too many messages are half sent on this node: send it again later");
  }

  static Violation tooBig(String reason) {
    return new Violation(1009, reason);
  }
}
