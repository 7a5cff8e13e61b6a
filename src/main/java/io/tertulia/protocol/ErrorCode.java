package io.tertulia.protocol;

import java.util.Locale;

/** Why a command was refused. The number is stable and tells the client what to do next. */
public enum ErrorCode {
  BAD_JSON(100),
  UNKNOWN_TYPE(101),
  INVALID_FIELD(102),
  TOO_LARGE(103),
  HELLO_FIRST(110),
  TOKEN_INVALID(111),
  TOKEN_EXPIRED(112),
  FORBIDDEN(113),
  ROOM_INVALID(120),
  NOT_JOINED(121),
  ROOM_LIMIT(122),
  NO_SUCH_MESSAGE(123),
  /** The message was deleted. */
  GONE(124),
  /** A part of a growing message belongs elsewhere. */
  WRONG_OFFSET(125),
  RATE_LIMITED(130),
  TOO_MANY_PENDING(131),
  TOO_MANY_REACTIONS(132),
  /** The room is slow: each says something now and then only. */
  SLOW_MODE(133),
  /** Surely not stored. */
  UNAVAILABLE(140),
  /** Surely not stored: this node is going away. */
  DRAINING(141),
  /** May have been stored: the same key again does not repeat it. */
  UNKNOWN_OUTCOME(142),
  INTERNAL(199);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The name as it stands on the wire, for people who read logs. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same command with the same key may succeed later. */
  public boolean retryable() {
    return code >= 130 && this != TOO_MANY_REACTIONS;
  }
}
