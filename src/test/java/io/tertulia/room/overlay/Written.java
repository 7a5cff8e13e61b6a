package io.tertulia.room.overlay;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Role;
import java.util.List;
import java.util.UUID;

/** What people write in a room, as the log takes it. */
public record Written(RoomId room, Authority who) {
  public Draft say(String text) {
    return say(new Body.Text(text), Links.NONE);
  }

  public Draft say(Body body, Links links) {
    String mid = mid();
    Amendment reply = links.thread() == null ? null : new Amendment.Reply(links.thread());
    return draft(
        "message",
        mid,
        EntryEncoder.messageTail(
            new Event.Message(room.value(), mid, null, from(), body, links, false)),
        new Needs(
            links.replyTo(),
            reply,
            links.room() ? Role.MODERATOR : Role.NONE,
            links.room() ? List.of(Needs.EVERYBODY) : links.mentions()));
  }

  /** In the thread of a message. */
  public Draft reply(String root, String text) {
    return say(new Body.Text(text), new Links(null, root, List.of(), false));
  }

  public Draft edit(String ref, String text) {
    return edit(ref, new Body.Text(text));
  }

  public Draft edit(String ref, Body body) {
    String mid = mid();
    return draft(
        "edit",
        mid,
        EntryEncoder.editTail(new Event.Edited(room.value(), mid, null, ref, from(), body)),
        needs(new Amendment.Edit(ref)));
  }

  public Draft delete(String ref) {
    String mid = mid();
    return draft(
        "delete",
        mid,
        EntryEncoder.deleteTail(new Event.Deleted(room.value(), mid, null, ref, from(), null)),
        needs(new Amendment.Delete(ref)));
  }

  public Draft react(String ref, String... set) {
    String mid = mid();
    return draft(
        "react",
        mid,
        EntryEncoder.reactTail(
            new Event.Reacted(room.value(), mid, null, ref, from(), List.of(set))),
        needs(new Amendment.React(ref, List.of(set))));
  }

  private Draft draft(String type, String mid, String tail, Needs needs) {
    return new Draft(mid, EntryEncoder.head(type, room.value()), tail, null).needing(needs).by(who);
  }

  private Event.From from() {
    return new Event.From(who.id(), who.id() + " \"the\" [quoted]", false);
  }

  private static Needs needs(Amendment amendment) {
    return new Needs(null, amendment, Role.NONE);
  }

  private static String mid() {
    return UUID.randomUUID().toString().substring(0, 16);
  }
}
