package io.tertulia.room.access;

import io.tertulia.protocol.CloseCode;
import java.time.Duration;

/**
 * One thing that holds no more, on every node and every door. Times are milliseconds of the wall
 * clock.
 *
 * @param name of what it is about, by its kind
 * @param before of {@link Kind#CREDENTIALS}, which of them: those issued before; else 0
 * @param until when it ends; {@link #FOR_GOOD}; one that is over was lifted
 * @param at when it was said: of two about the same, the later one holds
 */
public record Revocation(Kind kind, String name, long before, long until, long at) {
  public static final long FOR_GOOD = Long.MAX_VALUE;

  /**
   * How long one that was lifted is remembered: a node that was away for less must hear of it, or
   * it would take what it still holds for what the others lost.
   */
  public static final Duration LIFTED = Duration.ofDays(1);

  /** What is revoked. New ones are added at the end: nodes tell each other their names. */
  public enum Kind {
    /** The credential with this id. */
    TOKEN,
    /** All that was issued to this user before a time. */
    CREDENTIALS,
    /** Whatever this user brings: a ban. */
    USER,
    /** Whoever comes from this address, or network: a ban. */
    ADDRESS,
    /** The connection of this session; it may come back. */
    SESSION,
    /** The connections that this user has now; it may come back. */
    SESSIONS
  }

  public boolean holds(long now) {
    return now < until;
  }

  /** Whether it keeps somebody out, and not what somebody brings. */
  public boolean isBan() {
    return kind == Kind.USER || kind == Kind.ADDRESS;
  }

  /** What connections that it concerns are closed with. */
  public CloseCode closing() {
    return isBan() ? CloseCode.BANNED : CloseCode.UNAUTHORISED;
  }

  /** When nobody has to remember it any more. */
  long forgottenAt() {
    return isBan() ? Math.max(until, at + LIFTED.toMillis()) : until;
  }

  /** Whether it counts, and not that one about the same. What was issued before stays revoked. */
  boolean supersedes(Revocation other) {
    return kind == Kind.CREDENTIALS ? before > other.before : at > other.at;
  }
}
