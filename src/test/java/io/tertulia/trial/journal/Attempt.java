package io.tertulia.trial.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said once to one node.
 *
 * @param at nanoseconds since the journal began
 * @param answered the same; when the outcome was known
 * @param mid the identity that the contract gives it
 */
public record Attempt(
    long at,
    long answered,
    String mid,
    String key,
    String room,
    String sender,
    Door door,
    String node,
    Outcome outcome) {

  /** By which way it went in. */
  public enum Door {
    WEBSOCKET,
    HTTP
  }

  /** What the sender knows of it afterwards. */
  public sealed interface Outcome {}

  /**
   * @param epoch null when the door does not tell
   * @param dup whether an earlier attempt had stored it
   */
  public record Acked(@Nullable String epoch, long seq, boolean dup) implements Outcome {}

  /**
   * @param code of the contract; {@link #NEVER_SENT} when no connection came about
   */
  public record Refused(int code) implements Outcome {
    /** Not of the contract: nothing left this machine. */
    public static final int NEVER_SENT = 0;

    private static final Set<Integer> MAYBE_STORED = Set.of(142, 199);

    public boolean surelyNotStored() {
      return !MAYBE_STORED.contains(code);
    }
  }

  /**
   * @param why a broken connection, no answer in time, or a code
   */
  public record Unknown(String why) implements Outcome {}
}
