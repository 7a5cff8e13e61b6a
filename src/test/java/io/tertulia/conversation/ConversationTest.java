package io.tertulia.conversation;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever says something, everybody hears it, whatever their doors. */
@QuarkusTest
class ConversationTest {
  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @MethodSource("pairs")
  void two_people_hear_each_other_whatever_their_doors(Door one, Door other) {
    String room = newRoom();
    try (Door.Guest ana = one.enter(node, room);
        Door.Guest bob = other.enter(node, room)) {
      ana.say("¿hay alguien?");
      ana.hears("¿hay alguien?");
      bob.hears("¿hay alguien?");
      bob.say("sí, aquí 🙂");
      ana.hears("sí, aquí 🙂");
      bob.hears("sí, aquí 🙂");
    }
  }

  @Test
  void everybody_hears_everything_in_the_same_order() {
    String room = newRoom();
    List<Door.Guest> people = new ArrayList<>();
    try {
      for (int i = 0; i < 9; i++) {
        people.add(Door.values()[i % 3].enter(node, room));
      }
      List<String> said = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        said.add("mensaje-" + i + "-fin");
        people.get(i % people.size()).say(said.getLast());
        people.getFirst().hears(said.getLast());
      }
      people.stream().skip(1).forEach(person -> said.forEach(person::hears));
    } finally {
      people.forEach(Door.Guest::close);
    }
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Door.values())
        .flatMap(one -> Stream.of(Door.values()).map(other -> Arguments.of(one, other)));
  }

  private static String newRoom() {
    return "r" + UUID.randomUUID();
  }
}
