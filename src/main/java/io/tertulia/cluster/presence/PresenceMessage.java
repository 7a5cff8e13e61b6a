package io.tertulia.cluster.presence;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tertulia.node.Topic;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others about its own members. JSON, so that a person can read along on
 * the channel and nodes of two releases understand each other.
 *
 * <p>A node's versions count what it told: 0 is a node that told nothing and has nobody, each
 * {@link Diff} is one more.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PresenceMessage.Beat.class, name = "beat"),
  @JsonSubTypes.Type(value = PresenceMessage.Diff.class, name = "diff"),
  @JsonSubTypes.Type(value = PresenceMessage.Snapshot.class, name = "snapshot"),
  @JsonSubTypes.Type(value = PresenceMessage.Ask.class, name = "ask"),
  @JsonSubTypes.Type(value = PresenceMessage.Bye.class, name = "bye")
})
sealed interface PresenceMessage {
  /** Its channel has the name that it had when nodes told each other nothing else. */
  Topic<PresenceMessage> TOPIC = new Topic<>("nodes", new Json());

  Node from();

  /**
   * @param incarnation random for each start of the process, so that a node that starts again, or
   *     another one with its name, is not taken for it
   */
  record Node(String name, String incarnation) {}

  /**
   * I am here, and this is my version.
   *
   * @param sockets that I have open; below 0 while I take nobody
   * @param kept how much of each room my scripts keep, in words; the same on every node, if all is
   *     well
   */
  record Beat(Node from, long version, int sockets, String kept) implements PresenceMessage {}

  /**
   * @param version one above that to which it is to be applied
   */
  record Diff(Node from, long version, Map<RoomId, Change> rooms) implements PresenceMessage {}

  /**
   * Everybody, in parts that follow each other.
   *
   * @param part 0 for the first of {@code parts}
   */
  record Snapshot(Node from, long version, int part, int parts, Map<RoomId, Change> rooms)
      implements PresenceMessage {}

  /** Tell me everything. */
  record Ask(Node from, Node of) implements PresenceMessage {}

  /** I am gone, and so are my members. */
  record Bye(Node from) implements PresenceMessage {}

  /**
   * @param in who is there, under this name
   * @param out ids of who is not there any more
   */
  record Change(List<Identity> in, List<String> out) {}

  /** A word as bytes, and back. */
  final class Json implements Topic.Codec<PresenceMessage> {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .withConfigOverride(
                Identity.class,
                as -> as.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)))
            .build();

    private Json() {}

    @Override
    public byte[] encode(PresenceMessage word) {
      try {
        return MAPPER.writeValueAsBytes(word);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("records of strings and numbers can be written", e);
      }
    }

    @Override
    public PresenceMessage decode(byte[] bytes) throws IOException {
      @Nullable PresenceMessage word = MAPPER.readValue(bytes, PresenceMessage.class);
      if (word == null) {
        throw new IOException("null is no word");
      }
      return word;
    }
  }
}
