package io.tertulia.session.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody fills the house with rooms that stay. */
class RoomsOfOneUserTest {
  private final HeartNode node = new HeartNode();
  private Person ana;

  @BeforeEach
  void ana_has_as_many_rooms_as_she_may() {
    ana = person(SignedTokens.of("ana", "ana", later()));
    for (int i = 0; i < HeartNode.ROOMS; i++) {
      assertThat(begins(ana, "r" + i)).isEqualTo("ack#2 1");
    }
  }

  private long later() {
    return node.clock.millis() + 86_400_000;
  }

  private Person person(String token) {
    Person person = node.stranger();
    person.sends("{'type':'hello','id':1,'token':'" + token + "'}");
    person.heard();
    return person;
  }

  private static String begins(Person who, String room) {
    who.sends("{'type':'room','id':2,'room':'" + room + "','read':'members'}");
    return who.heard().getLast();
  }

  @Test
  void one_more_is_refused_and_those_that_are_there_are_changed_as_ever() {
    assertThat(begins(ana, "more")).isEqualTo("error#2 122");
    ana.sends("{'type':'room','id':3,'room':'r0','title':'Still mine'}");
    assertThat(ana.heard()).containsExactly("ack#3 2");
    Person bo = person(SignedTokens.of("bo", "bo", later()));
    assertThat(begins(bo, "more")).as("it is nobody's").isEqualTo("ack#2 1");
  }

  @Test
  void an_administrator_may_have_any_number() {
    Person root = person(SignedTokens.ofAdmin("root", later()));
    for (int i = 0; i < 2 * HeartNode.ROOMS; i++) {
      assertThat(begins(root, "of-root-" + i)).startsWith("ack#2");
      node.pass(Duration.ofMillis(100));
    }
  }

  @Test
  void a_room_that_did_not_become_hers_is_not_counted() {
    Person bo = person(SignedTokens.of("bo", "bo", later()));
    bo.joins("used");
    bo.says("used", "hola");
    for (int i = 0; i < 2 * HeartNode.ROOMS; i++) {
      assertThat(begins(bo, "used")).isEqualTo("error#2 113");
      node.pass(Duration.ofMillis(100));
    }
    assertThat(begins(bo, "his")).isEqualTo("ack#2 1");
  }
}
