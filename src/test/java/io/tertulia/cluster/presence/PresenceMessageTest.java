package io.tertulia.cluster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.presence.PresenceMessage.Change;
import io.tertulia.cluster.presence.PresenceMessage.Node;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In a rolling update nodes of two releases hear each other. */
class PresenceMessageTest {
  private static final Node ME = new Node("one", "a1");
  private static final Map<RoomId, Change> ROOMS =
      Map.of(
          new RoomId("plaza"),
          new Change(List.of(new Identity("g-ana", "Ana", true)), List.of("g-bob")));

  static List<Arguments> messages() {
    String from = "\"from\":{\"name\":\"one\",\"incarnation\":\"a1\"}";
    String rooms = "\"rooms\":{\"plaza\":{\"in\":[[\"g-ana\",\"Ana\",true]],\"out\":[\"g-bob\"]}}}";
    return List.of(
        Arguments.of(
            new PresenceMessage.Beat(ME, 7, 3, "much"),
            "{\"type\":\"beat\"," + from + ",\"version\":7,\"sockets\":3,\"kept\":\"much\"}"),
        Arguments.of(
            new PresenceMessage.Diff(ME, 8, ROOMS),
            "{\"type\":\"diff\"," + from + ",\"version\":8," + rooms),
        Arguments.of(
            new PresenceMessage.Snapshot(ME, 8, 0, 2, ROOMS),
            "{\"type\":\"snapshot\"," + from + ",\"version\":8,\"part\":0,\"parts\":2," + rooms),
        Arguments.of(
            new PresenceMessage.Ask(ME, new Node("two", "b2")),
            "{\"type\":\"ask\"," + from + ",\"of\":{\"name\":\"two\",\"incarnation\":\"b2\"}}"),
        Arguments.of(new PresenceMessage.Bye(ME), "{\"type\":\"bye\"," + from + "}"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_the_same_bytes_in_every_release(PresenceMessage message, String json)
      throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(PresenceMessage.TOPIC.codec().encode(message)).asString().isEqualTo(json);
    assertThat(PresenceMessage.TOPIC.codec().decode(bytes)).isEqualTo(message);
    assertThat(PresenceMessage.TOPIC.name()).isEqualTo("nodes");
  }
}
