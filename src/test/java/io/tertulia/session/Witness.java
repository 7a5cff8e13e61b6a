package io.tertulia.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A client as the protocol wants it: keeps its cursor and its credential, and accepts nothing that
 * the contract rules out. What it heard and what was acked is kept for the judgement.
 */
final class Witness {
  private static final String ROOM = "plaza";

  private final HeartNode node;
  private final int loop;
  private final String name;
  private final String credential;
  private Person person;
  private long ids = 1;
  private int spoken;

  /** Whether a join was asked for and no leave since; what the server last confirmed is below. */
  private boolean wants;

  private boolean joined;

  /** Ids of the joins and hellos whose answer for the room has not come. */
  private final Set<Long> unanswered = new HashSet<>();

  private String epoch = "";
  private long position = -1;

  /** The cursor of the last join that asked for one; what it is answered must fit. */
  private long asked = -1;

  private boolean resetDue;
  private final Map<Long, String> texts = new HashMap<>();
  private final Set<String> possible = new HashSet<>();

  /** Acked texts with the number that the ack gave. */
  final Map<String, Long> acked = new HashMap<>();

  /** Every entry heard, by number, over all connections. */
  final Map<Long, String> heard = new TreeMap<>();

  Witness(HeartNode node, String name, int loop) {
    this.node = node;
    this.name = name;
    this.loop = loop;
    this.person = node.stranger(loop);
    person.sendsAndLeaves("{'type':'hello','id':1,'name':'" + name + "'}");
    this.credential = person.events().getFirst().path("resume").asText();
  }

  void join() {
    wants = true;
    asked = joined ? asked : -1;
    unanswered.add(ids + 1);
    send("'type':'join','room':'plaza'");
  }

  /** Goes and comes back with its cursor, where it was. */
  void reconnect() {
    listen();
    person.session().closed();
    person = node.stranger(loop);
    boolean resumes = wants && position >= 0;
    String cursor = resumes ? "'" + epoch + ":" + position + "'" : "null";
    asked = resumes ? position : -1;
    joined = false;
    resetDue = false;
    unanswered.clear();
    if (wants) {
      unanswered.add(ids + 1);
    }
    String rooms = wants ? ",'rooms':{'" + ROOM + "':" + cursor + "}" : "";
    send("'type':'hello','resume':'" + credential + "'" + rooms);
  }

  void leave() {
    listen();
    wants = false;
    joined = false;
    position = -1;
    asked = -1;
    resetDue = false;
    send("'type':'leave','room':'plaza'");
  }

  void say() {
    say(name + "-" + ++spoken);
  }

  /** Says its last words again, as after a connection that broke before the ack. */
  void sayAgain() {
    if (spoken > 0) {
      say(name + "-" + spoken);
    }
  }

  private void say(String key) {
    String text = key + "-" + "x".repeat(2_500);
    texts.put(ids + 1, text);
    possible.add(text);
    send("'type':'say','room':'plaza','key':'" + key + "','text':'" + text + "'");
  }

  void stick() {
    person.connection().stick();
  }

  void take(boolean all) {
    if (all) {
      person.connection().unstick();
    } else {
      person.connection().take(3_000);
    }
    person.session().writable();
  }

  boolean isIn() {
    return joined;
  }

  boolean wantsIn() {
    return wants;
  }

  boolean wasAnswered() {
    return unanswered.isEmpty();
  }

  long position() {
    return position;
  }

  boolean maySay(String text) {
    return possible.contains(text);
  }

  private void send(String fields) {
    person.sendsAndLeaves("{'id':" + ++ids + "," + fields + "}");
    listen();
  }

  /** Takes in what came. */
  void listen() {
    for (JsonNode event : person.events()) {
      switch (event.path("type").asText()) {
        case "joined" -> joined(event);
        case "reset" -> reset(event);
        case "message" -> message(event);
        case "ack" -> ack(event);
        case "error" -> error(event);
        default -> {}
      }
    }
  }

  /** A join may be refused, as one too many under way; then nothing was wanted. */
  private void error(JsonNode event) {
    boolean ofJoin = answered(event);
    if (ofJoin && unanswered.isEmpty() && !joined) {
      wants = false;
    }
  }

  private boolean answered(JsonNode event) {
    return unanswered.remove(event.path(event.has("re") ? "re" : "id").asLong());
  }

  private void joined(JsonNode event) {
    demand(answered(event), "an answer that nobody waits for");
    String from = event.path("from").asText();
    long seq = seq(from);
    if (!joined) {
      demand(!wants || asked < 0 || seq == asked || seq > asked, "a join went back");
      resetDue = asked >= 0 && seq != asked;
    } else {
      demand(seq == position, "a second join moved the place");
    }
    if (wants) {
      joined = true;
      epoch = from.substring(0, 8);
      position = seq;
    }
  }

  private void reset(JsonNode event) {
    resetDue = false;
    if (joined) {
      position = seq(event.path("cursor").asText());
    }
  }

  private void message(JsonNode event) {
    long seq = event.path("seq").asLong();
    String text = event.path("text").asText();
    demand(joined, "an entry without being in the room");
    demand(!resetDue, "a gap that no reset told of");
    demand(seq == position + 1, "entry " + seq + " after " + position);
    position = seq;
    String before = heard.put(seq, text);
    demand(before == null || before.equals(text), "two entries with number " + seq);
  }

  private void ack(JsonNode event) {
    String text = texts.get(event.path("id").asLong());
    if (text != null) {
      Long before = acked.put(text, event.path("seq").asLong());
      demand(before == null || before == event.path("seq").asLong(), "acked with two numbers");
    }
  }

  private void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(name + ": " + otherwise);
    }
  }

  private static long seq(String cursor) {
    return Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
  }
}
