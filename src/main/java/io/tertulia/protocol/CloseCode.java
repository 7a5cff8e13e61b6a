package io.tertulia.protocol;

/**
 * Why a socket was closed (RFC 6455 §7.4). 4000–4499: come back, with jitter; 4500–4999: do not
 * come back by yourself.
 */
public enum CloseCode {
  GOING_AWAY(1001, "the node is going away"),
  SERVICE_RESTART(1012, "the node restarts; come back, another one is there"),
  MOVED(4000, "please move to another node"),
  TOO_SLOW(4001, "no byte was accepted for too long"),
  NO_PONG(4002, "no pong came back"),
  LOG_AWAY(4003, "the message log is away for too long"),
  EXPIRED(4004, "the token has expired; come back with a fresh one"),
  UNAUTHORISED(4500, "not authorised"),
  BANNED(4501, "banned"),
  TOO_MANY_CONNECTIONS(4502, "too many connections from this address"),
  MISUSE(4503, "the protocol was not followed: say hello in time, and wait when told to");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** One sentence for people, at most 123 bytes (RFC 6455 §5.5). */
  public String reason() {
    return reason;
  }
}
