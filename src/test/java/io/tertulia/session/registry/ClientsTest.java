package io.tertulia.session.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access.Action;
import io.tertulia.room.access.Access.OfRoom;
import io.tertulia.session.Session;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Clients are found while they are there, and no longer. */
class ClientsTest {
  private static final RoomId PLAZA = new RoomId("plaza");
  private static final String ADDRESS = "192.0.2.1";

  private final HeartNode node = new HeartNode();
  private final Clients clients = node.clients;
  private final Person ana = node.guest("Ana");
  private final Person bob = node.guest("Bob", 1);

  @Test
  void they_are_found_by_user_room_and_address() {
    Person stranger = node.stranger();
    ana.joins("plaza");
    assertThat(clients.of(user(ana))).containsExactly(ana.session());
    assertThat(clients.in(PLAZA)).containsExactly(ana.session());
    bob.joins("plaza");
    assertThat(clients.in(PLAZA)).containsExactlyInAnyOrder(ana.session(), bob.session());
    assertThat(clients.from(ADDRESS))
        .containsExactlyInAnyOrder(ana.session(), bob.session(), stranger.session());
    assertThat(clients.count()).isEqualTo(3);
  }

  @Test
  void who_left_a_room_is_not_found_there() {
    ana.joins("plaza");
    ana.joins("plaza");
    ana.sends("{'type':'leave','id':1,'room':'plaza'}");
    assertThat(clients.in(PLAZA)).isEmpty();
  }

  @Test
  void who_asks_for_a_room_is_found_there_until_it_is_refused() {
    node.access.hold();
    node.access.forbid(Action.READ, "plaza");
    ana.joins("plaza");
    assertThat(clients.in(PLAZA)).containsExactly(ana.session());
    node.access.release();
    node.settle();
    assertThat(clients.in(PLAZA)).isEmpty();
  }

  @Test
  void who_left_while_its_right_was_asked_for_again_is_not_found_there() {
    ana.joins("plaza");
    node.access.hold();
    node.access.tell(new OfRoom(PLAZA));
    node.settle();
    ana.sends("{'type':'leave','id':1,'room':'plaza'}");
    node.access.release();
    node.settle();
    assertThat(clients.in(PLAZA)).isEmpty();
  }

  @Test
  void a_join_that_the_log_did_not_answer_leaves_no_trace() {
    node.log.breakDown(true);
    ana.joins("plaza");
    assertThat(clients.in(PLAZA)).isEmpty();
  }

  @Test
  void of_who_is_gone_nothing_stays() {
    Person eve = node.stranger();
    ana.joins("plaza");
    bob.joins("plaza");
    ana.session().closed();
    clients.remove(ana.session());
    bob.session().close(CloseCode.MOVED);
    bob.session().closed();
    clients.remove(bob.session());
    node.access.hold();
    eve.sendsAndLeaves("{'type':'hello','id':1,'rooms':{'plaza':null}}");
    eve.session().closed();
    clients.remove(eve.session());
    node.access.release();
    node.settle();
    node.pass(Duration.ofSeconds(1));
    assertThat(clients.areForgotten()).isTrue();
  }

  @Test
  void a_node_and_an_address_have_a_bound() {
    ConnectionLimiter limiter = new ConnectionLimiter(clients, 3, 2);
    assertThat(limiter.allows(2)).isTrue();
    assertThat(limiter.allows(3)).isFalse();
    assertThat(limiter.isFull()).isFalse();
    Session third = node.stranger().session();
    assertThat(clients.add(third)).isEqualTo(3);
    assertThat(limiter.isFull()).isTrue();
    clients.remove(third);
    assertThat(clients.from(ADDRESS)).hasSize(2);
    assertThat(limiter.isFull()).isFalse();
  }

  private static String user(Person person) {
    return Objects.requireNonNull(person.session().who()).id();
  }
}
