package io.tertulia.session;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;

/** What one client lets others notice without saying it: it is stored nowhere. On its loop only. */
final class Ephemerals {
  private final Conversation conversation;
  private final Bus bus;

  Ephemerals(Conversation conversation, Bus bus) {
    this.conversation = conversation;
    this.bus = bus;
  }

  void signal(Principal from, Command.Signal signal) {
    String room = signal.room();
    announce(
        signal, room, new Event.Signal(room, from.who().from(), signal.topic(), signal.data()));
  }

  void typing(Principal from, Command.Typing typing) {
    String room = typing.room();
    announce(typing, room, new Event.Typing(room, from.who().from(), typing.on()));
  }

  private void announce(Command command, String word, Event event) {
    RoomId room = new RoomId(word);
    Membership there = conversation.memberships().find(room);
    Event.Error no = there == null ? null : there.unlessHeard(command.id());
    if (there == null) {
      conversation.refuseOutside(command);
    } else if (no != null) {
      conversation.refuse(command, no);
    } else {
      bus.announce(room, event);
      conversation.reply(command, new Event.Ack(command.id(), null));
    }
  }
}
