package io.tertulia.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks for. Every field already has the shape that {@link Shapes} demands of it. */
public sealed interface Command {
  /** The client's own number for its command, 1 … 2^53-1; 0 where it left it out. */
  long id();

  /** Whether the client waits for an answer; not so a typing or signal without an id. */
  default boolean wantsAnswer() {
    return true;
  }

  /**
   * @param rooms the rooms to join at once; shapes not checked, so that each can be answered on its
   *     own
   */
  record Hello(
      long id,
      @Nullable String token,
      @Nullable String resume,
      @Nullable String name,
      List<RoomAsked> rooms)
      implements Command {}

  /**
   * @param since the cursor to resume from, null for live only
   */
  record RoomAsked(String room, @Nullable String since) {}

  record Join(long id, String room, @Nullable String since) implements Command {}

  record Leave(long id, String room) implements Command {}

  /** What becomes an entry that is a message or changes one. */
  sealed interface Writing extends Command {
    String room();

    /** The client's own id for this intent, null when it gave none. */
    @Nullable String key();
  }

  /**
   * @param grow whether its text is told in parts, by {@link Append}, until {@link Finish}
   */
  record Say(long id, String room, @Nullable String key, Body body, Links links, boolean grow)
      implements Writing {
    public Say(long id, String room, @Nullable String key, Body body, Links links) {
      this(id, room, key, body, links, false);
    }

    public Say withKey(@Nullable String other) {
      return new Say(id, room, other, body, links, grow);
    }
  }

  /**
   * One more part of a message that grows; no entry.
   *
   * @param at bytes of UTF-8 that stand before it
   */
  record Append(long id, String room, String mid, long at, String text) implements Command {}

  /** What changes a message. */
  sealed interface Amending extends Writing {
    /** Of the message. */
    String mid();
  }

  record Edit(long id, String room, @Nullable String key, String mid, Body body)
      implements Amending {}

  record Delete(long id, String room, @Nullable String key, String mid, @Nullable String reason)
      implements Amending {}

  /**
   * @param set all the reactions of who asks, from now on
   */
  record React(long id, String room, @Nullable String key, String mid, List<String> set)
      implements Amending {
    /** Reactions of one person to one message. */
    public static final int MOST = 8;

    public React {
      set = List.copyOf(set);
    }
  }

  /**
   * A message that grew says all it has to say.
   *
   * @param status done or cancelled
   */
  record Finish(long id, String room, @Nullable String key, String mid, String status)
      implements Amending {}

  /**
   * @param data compact JSON
   */
  record Signal(long id, String room, String topic, String data) implements Command {
    @Override
    public boolean wantsAnswer() {
      return id != 0;
    }
  }

  record Typing(long id, String room, boolean on) implements Command {
    @Override
    public boolean wantsAnswer() {
      return id != 0;
    }
  }

  /**
   * Exclusive cursors, at most one of them; without any the newest entries.
   *
   * @param limit entries wanted, 1–200
   * @param all whether also what only changes messages is wanted
   */
  record History(
      long id, String room, @Nullable String before, @Nullable String after, int limit, boolean all)
      implements Command {
    public History(
        long id, String room, @Nullable String before, @Nullable String after, int limit) {
      this(id, room, before, after, limit, false);
    }
  }

  record Members(long id, String room) implements Command {}

  /**
   * What changes a room or somebody's place in it.
   *
   * @see Room
   */
  sealed interface Administrative extends Command {
    String room();

    /** The client's own id for this intent, null when it gave none. */
    @Nullable String key();
  }

  /**
   * Creates a room's policy or changes it; null stays as it is.
   *
   * @param read all or members
   * @param say all, members or moderators
   * @param slow seconds between two says of one person
   */
  record Room(
      long id,
      String room,
      @Nullable String key,
      @Nullable String read,
      @Nullable String say,
      @Nullable String title,
      @Nullable String topic,
      @Nullable Integer slow)
      implements Administrative {}

  /**
   * @param role owner, moderator, member or none
   */
  record Grant(long id, String room, @Nullable String key, String user, String role)
      implements Administrative {}

  record Kick(long id, String room, @Nullable String key, String user, @Nullable String reason)
      implements Administrative {}

  /**
   * @param time milliseconds; null for good, 0 lifts it
   */
  record Mute(
      long id,
      String room,
      @Nullable String key,
      String user,
      @Nullable Long time,
      @Nullable String reason)
      implements Administrative {}

  /**
   * @param time milliseconds; null for good, 0 lifts it
   */
  record Ban(
      long id,
      String room,
      @Nullable String key,
      String user,
      @Nullable Long time,
      @Nullable String reason)
      implements Administrative {}

  record Policy(long id, String room) implements Command {}

  /** What is asked of one's own rooms. */
  sealed interface OfMine extends Command {
    /** Null where it is of no room, or of one that needs not be read. */
    default @Nullable String room() {
      return null;
    }
  }

  /** Up to there it is read. */
  record Read(long id, String room, long seq) implements OfMine {}

  /** Up to there it has arrived. */
  record Got(long id, String room, long seq) implements OfMine {}

  /** Puts a room on the list. */
  record Follow(long id, String room) implements OfMine {}

  /** Takes a room off the list, with its marks. */
  record Unfollow(long id, String name) implements OfMine {}

  /**
   * @param level all, mentions or none
   */
  record Notify(long id, String room, String level) implements OfMine {}

  /** The room of two. */
  record Direct(long id, String user) implements OfMine {}

  record Block(long id, String user, boolean on) implements OfMine {}

  /**
   * The list.
   *
   * @param watch whether to be told from now on what becomes new; null as before
   * @param after the room after which to go on; null from the beginning
   */
  record Inbox(long id, @Nullable Boolean watch, @Nullable String after) implements OfMine {}

  record Ping(long id) implements Command {}

  /** What is asked of the whole house; for administrators. */
  sealed interface OfHouse extends Command {}

  /**
   * One of user and address.
   *
   * @param duration milliseconds; 0 lifts it, null is for good
   */
  record BanEverywhere(
      long id,
      @Nullable String user,
      @Nullable String address,
      @Nullable Long duration,
      @Nullable String reason)
      implements OfHouse {}

  /**
   * One of user and token.
   *
   * @param before milliseconds of the wall clock: what was issued to the user before; null for now
   * @param token its id
   */
  record Revoke(long id, @Nullable String user, @Nullable Long before, @Nullable String token)
      implements OfHouse {}

  /** One of user and session. */
  record Disconnect(long id, @Nullable String user, @Nullable String session) implements OfHouse {}

  /** Something that was no command: the answer it gets. */
  record Malformed(Event.Error answer) implements Command {
    @Override
    public long id() {
      return answer.id();
    }
  }
}
