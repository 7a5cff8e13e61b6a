package io.tertulia.session.mine;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.memory.Retention;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;

/** A node and people who have signed in there, some of them with several devices. */
final class House {
  final HeartNode node =
      new HeartNode(
          new Retention(
              2_000, Duration.ofHours(1), 1 << 24, 1 << 26, HeartNode.LIMITS.dedupe(), 100_000),
          1_000);

  Person user(String id) {
    return user(id, 0);
  }

  /** One more device. */
  Person user(String id, int loop) {
    Person person = node.stranger(loop);
    String token = SignedTokens.of(id, id, node.clock.millis() + 86_400_000);
    person.sends("{'type':'hello','id':1,'token':'" + token + "'}");
    person.heard();
    return person;
  }

  /** Several are in a room. */
  void areIn(String room, Person... people) {
    for (Person person : people) {
      person.joins(room);
    }
    for (Person person : people) {
      person.heard();
    }
  }

  void passes() {
    node.pass(Duration.ofMillis(750));
  }
}
