package io.tertulia.room.access;

import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was done to people and rooms, and what of it was refused: a line of the log at once,
 * and an entry of a bounded list as soon as it can be written. Any thread; never blocks, never
 * throws.
 */
public interface Audit {
  /** Acts that are kept in the list, about: the newest. */
  int KEPT = 10_000;

  /** What an act came to that was done; of one that was refused it is the name of the error. */
  String DONE = "done";

  /** What an act came to whose key was used before: what was done then stands. */
  String DUP = "dup";

  void record(Act act);

  /**
   * What an answer says that became of an act.
   *
   * @return {@link #DONE}, {@link #DUP}, or the name of the error
   */
  static String outcome(Event answer) {
    if (answer instanceof Event.Error no) {
      return no.code().wireName();
    }
    return answer instanceof Event.Ack ack && ack.said() != null && ack.said().dup() ? DUP : DONE;
  }

  /**
   * Never a message's body, never a token.
   *
   * @param actor the id of who asked for it
   * @param action the command, like {@code ban}
   * @param target whom or what it is about: {@code user:ana}, {@code address:192.0.2.1}
   * @param room where; null for the whole house
   * @param address from which it was asked for
   * @param outcome {@link #DONE}, {@link #DUP}, or why not
   * @param reason what the actor gave as one
   * @param times how many acts of this actor it stands for, of which it was the last
   */
  record Act(
      String actor,
      String action,
      String target,
      @Nullable RoomId room,
      String address,
      String outcome,
      @Nullable String reason,
      long times) {
    /** The last of so many. */
    public Act times(long many) {
      return new Act(actor, action, target, room, address, outcome, reason, many);
    }

    /** One of several, who are not told apart. */
    public Act by(String actors) {
      return new Act(actors, action, target, room, address, outcome, reason, times);
    }
  }
}
