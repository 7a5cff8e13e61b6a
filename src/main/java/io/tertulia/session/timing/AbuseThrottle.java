package io.tertulia.session.timing;

/**
 * How long somebody is answered who asks for more than the rate allows. Whoever heeds what a
 * refusal says never gets to know it: refusals are cheap up to a number, then the client is not
 * read for a moment, and one that goes on like that has to go. On the session's loop only. Times in
 * milliseconds of the loop.
 */
public final class AbuseThrottle {
  /** Refusals that may be wanted at once; one frame may ask for half of them. */
  private static final long AT_ONCE = 512;

  /** And again so many each second. */
  private static final long A_SECOND = 64;

  private static final long REST = 1_000;

  /** Rests one after the other, of which the next would be one too many. */
  private static final int RESTS = 15;

  /** After so long without a rest all is forgotten. */
  private static final long CALM = 10_000;

  private double left = AT_ONCE;
  private long at;
  private int rests;
  private long restsUntil;

  /**
   * @param now milliseconds of the loop's own time
   */
  public AbuseThrottle(long now) {
    at = now;
    restsUntil = now;
  }

  /** What becomes of a client that was refused once more. */
  public enum Verdict {
    GOES_ON,
    /** Not to be read while {@link #rests}. */
    RESTS,
    /** To be closed. */
    IS_OVER
  }

  /** Counts one that was too many. What was read before a rest is still to be answered. */
  public Verdict refused(long now) {
    if (rests(now)) {
      return Verdict.RESTS;
    }
    left = Math.min(AT_ONCE, left + (now - at) * A_SECOND / 1_000.0);
    at = now;
    if (left >= 1) {
      left--;
      return Verdict.GOES_ON;
    }
    rests = now - restsUntil < CALM ? rests + 1 : 1;
    restsUntil = now + REST;
    return rests > RESTS ? Verdict.IS_OVER : Verdict.RESTS;
  }

  public boolean rests(long now) {
    return now < restsUntil;
  }
}
