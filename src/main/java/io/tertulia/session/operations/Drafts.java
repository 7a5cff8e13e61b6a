package io.tertulia.session.operations;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked for, as the log takes it. */
final class Drafts {
  private Drafts() {}

  /**
   * @param mid of the entry
   */
  static Draft of(Identity who, Command.Writing asked, String mid) {
    return switch (asked) {
      case Command.Say say ->
          draft("message", say.room(), mid, EntryEncoder.messageTail(message(who, say, mid)))
              .needing(needs(say.links()));
      case Command.Edit edit ->
          draft("edit", edit.room(), mid, EntryEncoder.editTail(edited(who, edit, mid)))
              .needing(needs(new Amendment.Edit(edit.mid())));
      case Command.Finish finish ->
          draft("finish", finish.room(), mid, EntryEncoder.finishTail(finished(who, finish, mid)))
              .needing(needs(new Amendment.Finish(finish.mid(), finish.status())));
      case Command.Delete delete ->
          draft("delete", delete.room(), mid, EntryEncoder.deleteTail(deleted(who, delete, mid)))
              .needing(needs(new Amendment.Delete(delete.mid())));
      case Command.React react ->
          draft("react", react.room(), mid, EntryEncoder.reactTail(reacted(who, react, mid)))
              .needing(needs(new Amendment.React(react.mid(), react.set())));
    };
  }

  private static Event.Message message(Identity who, Command.Say say, String mid) {
    return new Event.Message(
        say.room(), mid, say.key(), who.from(), say.body(), say.links(), say.grow());
  }

  private static Event.Edited edited(Identity who, Command.Edit edit, String mid) {
    return new Event.Edited(edit.room(), mid, edit.key(), edit.mid(), who.from(), edit.body());
  }

  private static Event.Finished finished(Identity who, Command.Finish finish, String mid) {
    return new Event.Finished(
        finish.room(), mid, finish.key(), finish.mid(), who.from(), finish.status());
  }

  private static Event.Deleted deleted(Identity who, Command.Delete delete, String mid) {
    return new Event.Deleted(
        delete.room(), mid, delete.key(), delete.mid(), who.from(), delete.reason());
  }

  private static Event.Reacted reacted(Identity who, Command.React react, String mid) {
    return new Event.Reacted(react.room(), mid, react.key(), react.mid(), who.from(), react.set());
  }

  private static Draft draft(String type, String room, String mid, String tail) {
    return new Draft(mid, EntryEncoder.head(type, room), tail, null);
  }

  private static Needs needs(Links links) {
    Amendment reply = links.thread() == null ? null : new Amendment.Reply(links.thread());
    List<String> mentions = new ArrayList<>(links.mentions());
    if (links.room()) {
      mentions.add(Needs.EVERYBODY);
    }
    Role least = links.room() ? Role.MODERATOR : Role.NONE;
    return new Needs(links.replyTo(), reply, least, mentions);
  }

  private static Needs needs(@Nullable Amendment amendment) {
    return new Needs(null, amendment, Role.NONE);
  }
}
