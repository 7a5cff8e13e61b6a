package io.tertulia.session.rights;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.access.Access.Action;
import io.tertulia.room.members.Right;
import org.jspecify.annotations.Nullable;

/** What somebody may do in a room: as access is asked for it, and as a refusal calls it. */
public enum Permission {
  JOIN(Action.READ, "join"),
  READ(Action.READ, "read"),
  SEE_MEMBERS(Action.READ, "see who is in"),
  SAY(Action.SAY, "say something in"),
  CHANGE(Action.SAY, "change");

  final Action action;
  private final String words;

  Permission(Action action, String words) {
    this.action = action;
    this.words = words;
  }

  /**
   * @param denial what the room's own rules say
   * @param id of the command that is refused, or 0
   */
  public Event.Error refusal(Right.Denial denial, long id) {
    return Event.Error.forbidden(id, denial.words(words), denial.until());
  }

  /**
   * @param right what access answered, null when it could not find out
   * @param id of the command that is refused, or 0
   * @return null when it may be done
   */
  public Event.@Nullable Error refusal(@Nullable Boolean right, long id) {
    if (right == null) {
      String message = "Whether you may " + words + " this room is not known now; try again.";
      return Event.Error.of(id, ErrorCode.UNAVAILABLE, message);
    }
    return right
        ? null
        : Event.Error.of(id, ErrorCode.FORBIDDEN, "You may not " + words + " this room.");
  }
}
