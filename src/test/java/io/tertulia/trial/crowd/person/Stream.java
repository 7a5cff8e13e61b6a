package io.tertulia.trial.crowd.person;

import io.tertulia.client.Word;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.journal.Tape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a person knows of its rooms: cursors, who it is, what is live; and the tape on which all of
 * it is written. Guarded by its monitor; sends nothing itself.
 */
public final class Stream {
  private final String name;
  private final Journal journal;
  private final Tape tape;
  private final Ears ears;
  private final Map<String, Place> places = new TreeMap<>();

  private @Nullable Session session;
  private @Nullable Session greeted;
  private boolean live;
  private String credential = "";
  private String id = "";

  Stream(String name, Collection<String> rooms, Journal journal, Ears ears) {
    this.name = name;
    this.journal = journal;
    this.tape = journal.tape(name);
    this.ears = ears;
    rooms.forEach(room -> places.put(room, new Place()));
  }

  public String name() {
    return name;
  }

  public synchronized String id() {
    return id;
  }

  public synchronized String credential() {
    return credential;
  }

  public synchronized boolean isLive() {
    return greeted != null && places.values().stream().allMatch(Place::isLive);
  }

  synchronized boolean isGreeted(Session asked) {
    return greeted == asked;
  }

  public synchronized boolean isIn(String room) {
    Place place = places.get(room);
    return greeted != null && place != null && place.joined;
  }

  /** Null in a room that it has left or never reached. */
  synchronized @Nullable Cursor cursor(String room) {
    Place place = places.get(room);
    return place == null || !place.wanted ? null : place.cursor;
  }

  List<String> rooms() {
    return List.copyOf(places.keySet());
  }

  /** From now on only what this session hears counts. */
  synchronized String hello(Session from, long helloId) {
    session = from;
    greeted = null;
    live = false;
    StringBuilder hello = new StringBuilder("{\"type\":\"hello\",\"id\":").append(helloId);
    hello.append(",\"name\":\"").append(name).append('"');
    if (!credential.isEmpty()) {
      hello.append(",\"resume\":\"").append(credential).append('"');
    }
    hello.append(",\"rooms\":{");
    String comma = "";
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      place.joined = false;
      if (place.wanted) {
        place.firstAsk = 0;
        place.ask(from, helloId);
        String since = place.since == null ? "null" : "\"" + place.since + "\"";
        hello.append(comma).append('"').append(entry.getKey()).append("\":").append(since);
        comma = ",";
      }
    }
    return hello.append("}}").toString();
  }

  synchronized void welcome(Session from, Word word) {
    if (session == from) {
      greeted = from;
      id = word.text("you");
      credential = word.text("resume");
    }
  }

  /**
   * @return whether there was one
   */
  synchronized boolean forgetCredential() {
    boolean had = !credential.isEmpty();
    credential = "";
    return had;
  }

  synchronized void lost(int code) {
    session = null;
    greeted = null;
    live = false;
    places.values().forEach(place -> place.joined = false);
    tape.add(new Seen.Lost(journal.now(), code));
  }

  /**
   * @return whether it was in
   */
  synchronized boolean leave(String room) {
    Place place = places.get(room);
    if (place == null || !place.joined) {
      return false;
    }
    place.wanted = false;
    place.joined = false;
    tape.add(new Seen.Left(journal.now(), room));
    return true;
  }

  synchronized void want(String room, boolean resume) {
    Place place = places.get(room);
    if (place != null && !place.wanted) {
      place.wanted = true;
      place.asked = null;
      place.firstAsk = 0;
      live = false;
      if (!resume) {
        place.cursor = null;
      }
    }
  }

  /**
   * The joins to send on this session.
   *
   * @param ids gives an id to each
   */
  synchronized List<String> toJoin(Session on, LongSupplier ids) {
    List<String> joins = new ArrayList<>();
    if (greeted == on) {
      places.forEach(
          (room, place) -> {
            if (place.wanted && !place.joined && place.asked != on) {
              long id = ids.getAsLong();
              place.ask(on, id);
              String since = place.since == null ? "" : ",\"since\":\"" + place.since + "\"";
              joins.add(
                  "{\"id\":" + id + ",\"type\":\"join\",\"room\":\"" + room + "\"" + since + "}");
            }
          });
    }
    return joins;
  }

  synchronized void joinAnswered(Session from, Word word) {
    if (word.type().equals("error") && session == from) {
      askAgain(word);
    }
  }

  /** Not said which room a hello's error is about: all that are not in are asked for again. */
  private void askAgain(Word word) {
    if (!word.is("retryable")) {
      tape.add(new Seen.Trouble(journal.now(), "was refused a room: " + word));
    }
    places.values().stream().filter(place -> !place.joined).forEach(place -> place.asked = null);
  }

  synchronized void hear(Session from, Word word) {
    if (session != from) {
      return;
    }
    String room = word.text("room");
    Place place = places.get(room);
    if (word.type().equals("error") && word.number("re") != 0) {
      askAgain(word);
    } else if (place != null && place.wanted) {
      inRoom(room, place, word);
    }
  }

  /**
   * @return whether it has just become live
   */
  synchronized boolean noteLive() {
    if (live || !isLive()) {
      return false;
    }
    live = true;
    tape.add(new Seen.Live(journal.now()));
    return true;
  }

  private void inRoom(String room, Place place, Word word) {
    if (word.type().equals("joined")) {
      joined(room, place, word);
    } else if (place.joined && word.type().equals("reset")) {
      Cursor cursor = Cursor.parse(word.text("cursor"));
      place.cursor = cursor;
      String reason = word.text("reason");
      tape.add(new Seen.Reset(journal.now(), room, reason, cursor, word.number("late")));
      ears.reset(room, reason, cursor);
    } else if (place.joined && word.number("seq") != 0 && !word.type().equals("ack")) {
      entry(room, place, word);
    }
  }

  /** A stream that goes on elsewhere is explained by the reset that follows: until then no step. */
  private void joined(String room, Place place, Word word) {
    long answered = Math.max(word.number("id"), word.number("re"));
    if (place.joined || place.firstAsk == 0 || answered < place.firstAsk) {
      return;
    }
    Cursor from = Cursor.parse(word.text("from"));
    Cursor head = Cursor.parse(word.text("head"));
    tape.add(new Seen.Joined(journal.now(), room, place.since, from, head));
    place.joined = true;
    place.head = head.seq();
    if (place.since == null) {
      place.cursor = from;
    }
  }

  private void entry(String room, Place place, Word word) {
    Cursor reached = place.cursor;
    long seq = word.number("seq");
    String epoch = reached == null ? "" : reached.epoch();
    if (word.type().equals("message")) {
      place.cursor = new Cursor(epoch, seq);
      String mid = word.text("mid");
      String key = word.text("key");
      if (key.isEmpty() || !word.text("text").startsWith(key)) {
        tape.add(new Seen.Trouble(journal.now(), "got garbled words in " + room + ": " + word));
      }
      tape.add(new Seen.Message(journal.now(), room, place.cursor, mid, word.maybe("was")));
      ears.message(room, mid, seq);
    } else {
      String begun = word.text("epoch");
      place.cursor = new Cursor(begun.isEmpty() ? epoch : begun, seq);
      tape.add(new Seen.Other(journal.now(), room, place.cursor, word.maybe("after")));
    }
  }
}
