package io.tertulia.room.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.RoomId;
import io.tertulia.room.RoomRulesContract;
import io.tertulia.room.Waiting;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.acts.Act;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Steps of those who change messages, over any log. */
public interface OverlaySteps {
  Authority ANA = Authority.of("ana");
  Authority BO = Authority.of("bo");
  Authority MODERATOR = new Authority("mo", Role.MODERATOR, false, Policy.OPEN);
  Authority ADMIN = new Authority("root", Role.NONE, true, Policy.OPEN);

  MessageLog log();

  default JsonNode only(RoomId room) {
    List<JsonNode> messages = shown(room, View.MESSAGES);
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  default JsonNode message(RoomId room, String mid) {
    return shown(room, View.MESSAGES).stream()
        .filter(message -> message.path("mid").asText().equals(mid))
        .findAny()
        .orElseThrow();
  }

  /** Of the only message: each emoji, how many, and who. */
  default String reactions(RoomId room) {
    StringBuilder all = new StringBuilder();
    for (JsonNode one : only(room).path("reactions")) {
      all.append(all.isEmpty() ? "" : "; ").append(one.path("emoji").asText());
      all.append(' ').append(one.path("count").asLong()).append(' ');
      String by = one.path("by").toString();
      all.append(by.replaceAll("[\\[\\]\"]", ""));
    }
    return all.toString();
  }

  default List<JsonNode> shown(RoomId room, View view) {
    return read(room, Query.newest(100).as(view)).entries().stream()
        .map(FoldingReader::parse)
        .toList();
  }

  default MessageLog.Head head(RoomId room) {
    return read(room, Query.newest(0)).end();
  }

  default Page read(RoomId room, Query query) {
    return Waiting.get(log().read(room, query));
  }

  default String said(RoomId room, Authority who, String text) {
    Draft draft = by(who, room).say(text);
    stored(draft);
    return draft.mid();
  }

  default Stored stored(Draft draft) {
    Appended appended = append(draft);
    assertThat(appended).as(draft.tail()).isInstanceOf(Stored.class);
    return (Stored) appended;
  }

  default Appended append(Draft draft) {
    String room = draft.head().replaceFirst(".*\"room\":\"", "").replaceFirst("\",$", "");
    return Waiting.get(log().append(new RoomId(room), draft));
  }

  /** By ana, who makes the room with the first. */
  default void act(RoomId room, Act act) {
    RoomState state = Waiting.get(log().look(room, List.of("ana", "bo")));
    stored(RoomRulesContract.changed(room, RoomRulesContract.judged(state, ANA, act)));
  }

  static Refused denied(Right.Why why) {
    return Refused.denied(new Right.Denial(why, 0));
  }

  static Written by(Authority who, RoomId room) {
    return new Written(room, who);
  }

  static Authority person(int number) {
    return Authority.of("p" + number);
  }

  static String[] emoji(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> Character.toString(0x1F400 + i))
        .toArray(String[]::new);
  }

  static List<Long> seqs(long from, long to) {
    return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
  }

  static RoomId aRoom() {
    return new RoomId("r" + UUID.randomUUID());
  }
}
