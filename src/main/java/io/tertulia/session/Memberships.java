package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.rights.ReadRights;
import io.tertulia.session.timing.TimerWheel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rooms that one session is in, and what it asks about them. On its loop only. */
final class Memberships {
  private static final System.Logger LOG = System.getLogger(Memberships.class.getName());

  /** Milliseconds after which access is asked again when it could not answer. */
  private static final long AGAIN = 1_000;

  private static final Event.Error LEFT =
      Event.Error.of(0, ErrorCode.NOT_JOINED, "You left the room before you were in it.");

  private final Conversation conversation;
  private final Session session;
  private final String address;
  private final Map<RoomId, Membership> rooms = new LinkedHashMap<>(2);
  private final ReadRights rights;

  /** Joins that wait to know whether they may be. */
  private final List<Membership.Answer> asking = new ArrayList<>(0);

  /** Those of which it is asked again whether they may be. */
  private final List<Membership> doubtful = new ArrayList<>(0);

  /**
   * @param address the client's
   */
  Memberships(Conversation conversation, Session session, String address) {
    this.conversation = conversation;
    this.session = session;
    this.address = address;
    this.rights = new ReadRights(session.context().rights());
  }

  @Nullable Membership find(RoomId room) {
    return rooms.get(room);
  }

  /** Whether a join is not answered yet. */
  boolean areJoining() {
    return !asking.isEmpty() || rooms.values().stream().anyMatch(Membership::isAwaited);
  }

  /** Answers every join that is not answered yet. */
  void refuseJoins(Event.Error error) {
    List.copyOf(rooms.values()).forEach(membership -> membership.refuse(error));
    List.copyOf(asking).forEach(answer -> conversation.refuse(answer, error));
    asking.clear();
  }

  /**
   * @param word the room as the client wrote it
   */
  void join(Principal who, String word, @Nullable String since, Membership.Answer answer) {
    RoomId room = RoomId.parse(word);
    if (room == null) {
      conversation.refuse(
          answer,
          new Event.Error(
              0, 0, ErrorCode.ROOM_INVALID, Refusals.ROOM, 0, "room", 0, Event.Error.NONE));
    } else {
      join(who, room, since, answer);
    }
  }

  void join(Principal who, RoomId room, @Nullable String since, Membership.Answer answer) {
    if (since != null && !Shapes.isCursor(since)) {
      conversation.refuse(answer, Event.Error.ofField(0, "since", "since" + Refusals.CURSOR));
      return;
    }
    asking.add(answer);
    listed(room);
    rights.ask(
        who,
        room,
        conversation.turns()::await,
        right -> {
          asking.remove(answer);
          Event.Error no = Permission.JOIN.refusal(right, 0);
          try {
            if (no == null) {
              enter(who, room, since, answer);
            } else {
              conversation.refuse(answer, no);
            }
          } finally {
            unlistedUnlessIn(room);
          }
        });
  }

  private void listed(RoomId room) {
    Session.Directory directory = session.directory();
    if (directory != null) {
      directory.entered(session, room);
    }
  }

  /** Rights that change there do not concern this client any more. */
  private void unlistedUnlessIn(RoomId room) {
    Session.Directory directory = session.directory();
    if (directory != null && !rooms.containsKey(room) && !rights.areAskedFor(room)) {
      directory.left(session, room);
    }
  }

  /** For who may read it. */
  private void enter(Principal who, RoomId room, @Nullable String since, Membership.Answer answer) {
    Event.Error refusal = unlessTooMany(room);
    if (refusal != null) {
      conversation.refuse(answer, refusal);
      return;
    }
    Membership there = rooms.get(room);
    if (there != null) {
      there.joinAgain(answer);
      return;
    }
    Event.Error full = session.context().rooms().admit(room, who.who().id(), address);
    if (full != null) {
      conversation.refuse(answer, full);
      if (answer.isTheDoors()) {
        // Who has no word for join would sit there deaf: it comes back instead.
        session.close(CloseCode.MOVED);
      }
      return;
    }
    Membership membership = new Membership(room, who.who(), conversation, session);
    rooms.put(room, membership);
    membership.join(since == null ? null : Position.parse(since), answer);
  }

  void leave(RoomId room) {
    leave(room, LEFT);
  }

  /**
   * @param why for who waits to be let in
   */
  void leave(RoomId room, Event.Error why) {
    Membership membership = rooms.remove(room);
    if (membership != null) {
      giveUp(membership);
      try {
        membership.leave(why);
      } finally {
        membership.depart();
      }
    }
  }

  /**
   * For good. They may be hundreds: none is heard from now on, its place is free for who comes back
   * at once, and each is let go in its turn.
   */
  void leaveAll() {
    List<Membership> all = List.copyOf(rooms.values());
    rooms.clear();
    asking.clear();
    rights.giveUp().forEach(this::unlistedUnlessIn);
    session.catchUp().clear();
    for (Membership membership : all) {
      try {
        giveUp(membership);
        session.later(membership::depart);
        membership.leave(LEFT);
      } catch (RuntimeException | Error e) {
        // Memory may run out: the others must not stay behind for that.
        LOG.log(System.Logger.Level.ERROR, "a room was not left properly", e);
      }
    }
  }

  private void giveUp(Membership membership) {
    session.context().rooms().giveUp(membership.room(), membership.who().id(), address);
    unlistedUnlessIn(membership.room());
  }

  /** Asks again for the rooms whose rights changed; who may not read one any more loses it. */
  void rightsChanged(Access.Change change) {
    rights.changed(change);
    for (Membership membership : List.copyOf(rooms.values())) {
      if (change.concerns(membership.who(), membership.room())) {
        doubt(membership);
      }
    }
  }

  /** It may do more or less than before: each room's log says what, with its next page. */
  void askAgain() {
    rooms.values().forEach(Membership::askAgain);
  }

  private void doubt(Membership membership) {
    if (doubtful.contains(membership)) {
      return;
    }
    doubtful.add(membership);
    rights.ask(
        Objects.requireNonNull(conversation.principal()),
        membership.room(),
        session.steps()::await,
        right -> {
          if (right == null && isIn(membership)) {
            // What was right stays so until access knows better.
            session.wheel().add(now -> doubtAgain(membership), session.wheel().now() + AGAIN);
            return;
          }
          doubtful.remove(membership);
          if (isIn(membership)) {
            judge(membership, right);
          } else {
            unlistedUnlessIn(membership.room());
          }
        });
  }

  private boolean isIn(Membership membership) {
    return membership.equals(rooms.get(membership.room()));
  }

  private void judge(Membership membership, @Nullable Boolean right) {
    if (right != null && !right) {
      lose(membership);
    }
  }

  private long doubtAgain(Membership membership) {
    doubtful.remove(membership);
    if (isIn(membership)) {
      doubt(membership);
    }
    return TimerWheel.Timed.NEVER;
  }

  private void lose(Membership membership) {
    RoomId room = membership.room();
    boolean isAwaited = membership.isAwaited();
    leave(room, Objects.requireNonNull(Permission.JOIN.refusal(false, 0)));
    if (!isAwaited) {
      conversation.reply(
          Event.Error.of(
              0, ErrorCode.FORBIDDEN, "You may not read the room " + room + " any more."));
      conversation.closeIfDeaf(CloseCode.UNAUTHORISED);
    }
  }

  /** Why one more room cannot be joined, null when it can. */
  private Event.@Nullable Error unlessTooMany(RoomId room) {
    int most = session.context().rules().limits().rooms();
    if (rooms.size() >= most && !rooms.containsKey(room)) {
      return Event.Error.of(
          0, ErrorCode.ROOM_LIMIT, "You are in " + most + " rooms already: leave one first.");
    }
    return null;
  }
}
