package io.tertulia.session.administration;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Principal;
import io.tertulia.session.house.ActRecorder;
import org.jspecify.annotations.Nullable;

/** Records what was asked of rooms and their people, and what came of it. Any thread. */
public final class RoomAudit {
  private final ActRecorder acts;

  public RoomAudit(ActRecorder acts) {
    this.acts = acts;
  }

  /**
   * @param address from which it was asked for
   * @param answer an {@link Event.Ack}, or why not
   */
  public void record(Principal who, String address, Command.Administrative act, Event answer) {
    acts.record(
        who,
        new Audit.Act(
            who.who().id(),
            action(act),
            target(act),
            new RoomId(act.room()),
            address,
            Audit.outcome(answer),
            RoomAdministration.reason(act),
            1));
  }

  private static String action(Command.Administrative act) {
    return switch (act) {
      case Command.Room room -> "room";
      case Command.Grant grant -> "grant " + grant.role();
      case Command.Kick kick -> "kick";
      case Command.Mute mute -> timed("mute", mute.time());
      case Command.Ban ban -> timed("ban", ban.time());
    };
  }

  /**
   * @param time milliseconds; null for good, 0 lifts it
   */
  private static String timed(String action, @Nullable Long time) {
    return time == null ? action : time == 0 ? "un" + action : action + " for " + time + " ms";
  }

  private static String target(Command.Administrative act) {
    return switch (act) {
      case Command.Room room -> "room:" + room.room();
      case Command.Grant grant -> "user:" + grant.user();
      case Command.Kick kick -> "user:" + kick.user();
      case Command.Mute mute -> "user:" + mute.user();
      case Command.Ban ban -> "user:" + ban.user();
    };
  }
}
