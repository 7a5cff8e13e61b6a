package io.tertulia.cluster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import org.junit.jupiter.api.Test;

/** What came over the connections is overwritten soon after a deletion, once for many. */
class OverwritingTest {
  private static final RoomId ROOM = new RoomId("plaza");

  private final ManualRedis redis = new ManualRedis();
  private final ManualNode node = new ManualNode(redis);

  @Test
  void deletions_have_the_connections_overwritten_once_in_a_while() {
    var _ = node.join(ROOM);
    redis.pass(100);
    var _ = node.say(ROOM, "a");
    redis.pass(2_000);
    assertThat(redis.overwritten()).isZero();
    delete("d1");
    delete("d2");
    redis.pass(400);
    assertThat(redis.overwritten()).isZero();
    redis.pass(200);
    assertThat(redis.overwritten()).as("calls and what is heard").isEqualTo(2);
    delete("d3");
    redis.pass(1_000);
    assertThat(redis.overwritten()).isEqualTo(4);
  }

  private void delete(String mid) {
    String head = "{\"type\":\"delete\",\"room\":\"plaza\",";
    String tail =
        ",\"mid\":\"" + mid + "\",\"ref\":\"a\",\"by\":{\"id\":\"ana\",\"name\":\"Ana\"}}";
    var _ = node.log.append(ROOM, new Draft(mid, head, tail, null));
    redis.pass(10);
  }
}
