package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Links;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.fanout.MembershipLimiter;
import io.tertulia.room.fanout.MembershipLimiter.Bounds;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node has places for so many members in its rooms, and tells who comes when they are taken. */
class FullNodeTest {
  private static final int MANY = 1_000;

  private final AtomicBoolean heapIsFull = new AtomicBoolean();

  @ParameterizedTest
  @CsvSource({
    "3, 1000, 1000, 1000, 122",
    "1000, 3, 1000, 1000, 122",
    "1000, 1000, 3, 1000, 130",
    "1000, 1000, 1000, 3, 130"
  })
  void above_each_bound_a_join_is_refused_until_a_room_is_left(
      int user, int address, int all, int rooms, int code) {
    HeartNode node = new HeartNode(limiter(new Bounds(user, address, all, rooms, 85)));
    Person ana = node.guest("Ana");
    ana.sends("{'type':'hello','id':2,'rooms':{'a':null,'b':null,'c':null,'d':null}}");
    JsonNode refusal =
        ana.events().stream().filter(event -> event.has("code")).findFirst().orElseThrow();
    assertThat(refusal.path("code").asInt()).isEqualTo(code);
    assertThat(refusal.path("re").asInt()).isEqualTo(2);
    assertThat(refusal.path("retryable").asBoolean()).isEqualTo(code == 130);
    assertThat(refusal.path("retryAfter").asLong()).isEqualTo(code == 130 ? 5_000 : 0);
    assertThat(refusal.path("message").asText()).matches(".+: (leave one first|join again .+)\\.");
    ana.joins("d");
    ana.joins("a");
    assertThat(ana.heard()).containsExactly("error#7 " + code, "joined#7 a 0..0");
    ana.sends("{'type':'leave','id':3,'room':'b'}");
    ana.joins("d");
    ana.joins("e");
    assertThat(ana.heard()).containsExactly("ack#3", "joined#7 d 0..0", "error#7 " + code);
  }

  @Test
  void a_room_that_is_there_already_takes_no_more_of_the_rooms() {
    HeartNode node = new HeartNode(limiter(new Bounds(MANY, MANY, MANY, 1, 85)));
    Person ana = node.guest("Ana");
    Person bob = node.guest("Bob");
    ana.joins("a");
    bob.joins("a");
    bob.joins("b");
    assertThat(bob.heard()).containsExactly("joined#7 a 0..0", "error#7 130");
  }

  @Test
  void every_way_out_gives_the_place_back_once() {
    List<Consumer<Person>> waysOut =
        List.of(
            person -> person.sends("{'type':'leave','id':3,'room':'a'}"),
            person -> person.session().closed(),
            person -> person.session().close(CloseCode.MOVED),
            person -> person.session().giveUp(CloseCode.SERVICE_RESTART),
            person -> {
              person.session().close(CloseCode.TOO_SLOW);
              person.session().closed();
            },
            person -> {
              person.sends("{'type':'leave','id':3,'room':'a'}");
              person.sends("{'type':'leave','id':4,'room':'a'}");
              person.session().closed();
            });
    for (int way = 0; way < waysOut.size(); way++) {
      MembershipLimiter limiter = limiter(new Bounds(MANY, MANY, MANY, MANY, 85));
      HeartNode node = new HeartNode(limiter);
      Person bob = node.guest("Bob");
      bob.joins("a");
      Person ana = node.guest("Ana");
      ana.joins("a");
      ana.joins("a");
      assertThat(limiter.all()).isEqualTo(2);
      waysOut.get(way).accept(ana);
      node.settle();
      assertThat(limiter.all()).as("way %d", way).isEqualTo(1);
      bob.session().closed();
      assertThat(limiter.all()).as("way %d", way).isZero();
    }
  }

  @Test
  void a_join_that_comes_to_nothing_gives_its_place_back_once() {
    MembershipLimiter limiter = limiter(new Bounds(MANY, MANY, MANY, MANY, 85));
    HeartNode node = new HeartNode(limiter);
    Person ana = node.guest("Ana");
    node.log.hold();
    ana.joins("a");
    ana.joins("b");
    assertThat(limiter.all()).isEqualTo(2);
    ana.sends("{'type':'leave','id':3,'room':'a'}");
    assertThat(limiter.all()).isEqualTo(1);
    ana.session().closed();
    assertThat(limiter.all()).isZero();
    node.log.release();
    node.settle();
    assertThat(limiter.all()).isZero();
    Person bob = node.guest("Bob");
    node.log.breakDown(true);
    bob.joins("a");
    assertThat(bob.heard()).containsExactly("error#7 140");
    assertThat(limiter.all()).isZero();
  }

  @Test
  void who_closes_and_comes_back_at_once_finds_its_place_free() {
    HeartNode node = new HeartNode(limiter(new Bounds(MANY, MANY, 1, MANY, 85)));
    Person ana = node.guest("Ana");
    ana.joins("a");
    Person again = node.guest("Ana");
    ana.session().closed();
    again.sendsAndLeaves("{'type':'join','id':7,'room':'a'}");
    node.settle();
    assertThat(again.heard()).containsExactly("joined#7 a 0..0");
  }

  @Test
  void a_full_heap_refuses_who_joins_and_disturbs_nobody_who_is_in() {
    HeartNode node = new HeartNode(limiter(new Bounds(MANY, MANY, MANY, MANY, 85)));
    Person ana = node.guest("Ana");
    ana.joins("a");
    heapIsFull.set(true);
    Person bob = node.guest("Bob");
    bob.joins("a");
    ana.says("a", "hola");
    assertThat(bob.heard()).containsExactly("error#7 130");
    assertThat(ana.heard()).contains("ack#9 1", "message a 1 hola");
    assertThat(bob.connection().closed()).isNull();
    heapIsFull.set(false);
    bob.joins("a");
    assertThat(bob.heard()).containsExactly("joined#7 a 1..1");
  }

  @Test
  void who_cannot_ask_again_comes_back_and_the_node_itself_is_always_let_in() {
    HeartNode node = new HeartNode(limiter(new Bounds(MANY, MANY, MANY, MANY, 85)));
    heapIsFull.set(true);
    Person bare = Person.bare(node, "ana", "lobby", Language.EN);
    assertThat(bare.lines().getLast()).startsWith("! 130 rate_limited: The memory of this node");
    assertThat(bare.connection().closed()).isEqualTo(CloseCode.MOVED);
    Person probe = node.stranger();
    probe.session().enter(Principal.guest(new Identity("n", "n", false)), RoomId.reserved("probe"));
    node.settle();
    probe.receives(new Command.Say(3, "~probe", null, new Body.Text("here"), Links.NONE));
    assertThat(probe.heard()).contains("ack#3 1");
  }

  private MembershipLimiter limiter(Bounds bounds) {
    return new MembershipLimiter(bounds, heapIsFull::get);
  }
}
