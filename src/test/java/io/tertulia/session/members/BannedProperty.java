package io.tertulia.session.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.RoomId;
import io.tertulia.room.memory.Retention;
import io.tertulia.security.token.SignedTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever is granted, muted, said, joined and resumed, and however slowly log, bus and loops are:
 * nothing of a banned person has a number above the ban, and nothing above it reaches that person.
 */
class BannedProperty {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RoomId TEAM = new RoomId("team");

  enum Act {
    JOIN,
    RESUME,
    SAY,
    KICK,
    MUTE,
    UNMUTE,
    BAN,
    ADD,
    REMOVE,
    CLOSE,
    OPEN,
    REQUEST_ARRIVES,
    ANSWER_ARRIVES,
    BUS_ARRIVES,
    BUS_LOSES,
    FIRST_LOOP,
    SECOND_LOOP
  }

  /** What happens, on one of the connections where it is theirs. */
  record Step(Act act, int connection) {}

  private static final class Member {
    private final String id;
    private final Person person;
    private final List<JsonNode> heard = new ArrayList<>();

    private Member(HeartNode node, String id, int loop) {
      this.id = id;
      this.person = node.stranger(loop);
      String token = SignedTokens.of(id, id, node.clock.millis() + 86_400_000);
      sends("{'type':'hello','id':1,'token':'" + token + "'}");
      node.settle();
      listen();
    }

    void sends(String frame) {
      person.sendsAndLeaves(frame);
    }

    void listen() {
      heard.addAll(person.events());
    }
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void a_ban_holds_at_its_place_in_the_log(@ForAll("steps") List<Step> steps) {
    HeartNode node =
        new HeartNode(
            new Retention(2_000, Duration.ofHours(1), 1 << 24, 1 << 26, Duration.ofHours(1), 9_999),
            100_000);
    Member ana = new Member(node, "ana", 0);
    ana.sends("{'type':'room','id':2,'room':'team'}");
    node.settle();
    List<Member> members =
        List.of(
            new Member(node, "bo", 0),
            new Member(node, "bo", 1),
            new Member(node, "cy", 1),
            new Member(node, "cy", 0));
    node.log.hold();
    node.bus.hold();
    for (Step step : steps) {
      perform(node, ana, members.get(step.connection()), step.act());
      members.forEach(Member::listen);
    }
    node.bus.release();
    node.log.release();
    node.settle();
    members.forEach(Member::listen);
    judge(node, members);
  }

  private static void perform(HeartNode node, Member ana, Member member, Act act) {
    String on = "'room':'team','user':'" + member.id + "'}";
    switch (act) {
      case JOIN -> member.sends("{'type':'join','id':3,'room':'team'}");
      case RESUME -> {
        String epoch =
            node.memory.read(TEAM, Query.newest(0)).toCompletableFuture().join().head().epoch();
        member.sends("{'type':'leave','id':4,'room':'team'}");
        member.sends("{'type':'join','id':3,'room':'team','since':'" + epoch + ":1'}");
      }
      case SAY -> member.sends("{'type':'say','id':5,'room':'team','text':'" + member.id + "'}");
      case KICK -> ana.sends("{'type':'kick','id':6," + on);
      case MUTE -> ana.sends("{'type':'mute','id':6," + on);
      case UNMUTE -> ana.sends("{'type':'mute','id':6,'for':0," + on);
      case BAN -> ana.sends("{'type':'ban','id':6," + on);
      case ADD -> ana.sends("{'type':'grant','id':6,'role':'member'," + on);
      case REMOVE -> ana.sends("{'type':'grant','id':6,'role':'none'," + on);
      case CLOSE -> ana.sends("{'type':'room','id':6,'room':'team','read':'members'}");
      case OPEN -> ana.sends("{'type':'room','id':6,'room':'team','read':'all'}");
      case REQUEST_ARRIVES -> node.log.arrive();
      case ANSWER_ARRIVES -> node.log.answer();
      case BUS_ARRIVES -> node.bus.arrive();
      case BUS_LOSES -> node.bus.lose();
      case FIRST_LOOP -> node.loops.getFirst().runOne();
      case SECOND_LOOP -> node.loops.getLast().runOne();
    }
  }

  private static void judge(HeartNode node, List<Member> members) {
    List<JsonNode> log =
        node
            .memory
            .read(TEAM, Query.newest(2_000).within(1 << 24))
            .toCompletableFuture()
            .join()
            .entries()
            .stream()
            .map(BannedProperty::json)
            .toList();
    Map<String, Long> bans = new HashMap<>();
    for (JsonNode entry : log) {
      long seq = entry.path("seq").asLong();
      if (entry.path("banned").asBoolean()) {
        bans.put(entry.path("user").asText(), seq);
      }
      assertThat(bans).as("%s", entry).doesNotContainKey(entry.at("/from/id").asText());
    }
    for (Member member : members) {
      long ban = bans.getOrDefault(member.id, Long.MAX_VALUE);
      assertThat(member.heard)
          .as("what %s heard, banned at %d", member.id, ban)
          .allMatch(event -> event.path("seq").asLong() < ban || event.has("id"));
    }
  }

  private static JsonNode json(Entry entry) {
    try {
      return JSON.readTree(entry.json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
            Tuple.of(4, Act.JOIN),
            Tuple.of(2, Act.RESUME),
            Tuple.of(10, Act.SAY),
            Tuple.of(1, Act.KICK),
            Tuple.of(1, Act.MUTE),
            Tuple.of(1, Act.UNMUTE),
            Tuple.of(1, Act.BAN),
            Tuple.of(1, Act.ADD),
            Tuple.of(1, Act.REMOVE),
            Tuple.of(1, Act.CLOSE),
            Tuple.of(1, Act.OPEN),
            Tuple.of(14, Act.REQUEST_ARRIVES),
            Tuple.of(14, Act.ANSWER_ARRIVES),
            Tuple.of(14, Act.BUS_ARRIVES),
            Tuple.of(1, Act.BUS_LOSES),
            Tuple.of(12, Act.FIRST_LOOP),
            Tuple.of(12, Act.SECOND_LOOP));
    return Combinators.combine(acts, Arbitraries.integers().between(0, 3))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(160);
  }
}
