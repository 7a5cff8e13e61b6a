package io.tertulia.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace travels in front of an entry, and whatever stands there costs no message. */
class TracePrefixTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Charset UTF = StandardCharsets.UTF_8;
  private static final Entry ENTRY =
      new Entry(
          new Position("abcdefgh", 7),
          "mid",
          17,
          "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":7,\"at\":17,\"@\":\"\\n\"}"
              .getBytes(UTF));

  private static final RoomId ROOM = new RoomId("plaza");

  @Test
  void a_trace_is_read_as_it_was_written_and_the_entry_is_the_same() {
    Entry heard = heard(TracePrefix.of(PARENT));

    assertThat(heard.traceparent()).isEqualTo(PARENT);
    assertThat(EntryBytes.payload(heard)).isEqualTo(EntryBytes.payload(ENTRY));
  }

  @Test
  void an_entry_without_a_prefix_has_no_trace() {
    assertThat(heard("").traceparent()).isNull();
    assertThat(heard("").json()).isEqualTo(ENTRY.json());
  }

  @Test
  void what_is_stored_has_no_prefix() {
    assertThat(EntryBytes.parse(behind(TracePrefix.of(PARENT)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "00-4bf9", "4bf92ñ-01", "{\"type\":\"message\"} 1 2 3"})
  void an_entry_counts_whatever_stands_in_front_of_it(String word) {
    Entry heard = heard(TracePrefix.of(word));

    assertThat(EntryBytes.payload(heard)).isEqualTo(EntryBytes.payload(ENTRY));
  }

  @Test
  void a_prefix_without_an_end_or_without_an_entry_is_none_of_ours() {
    String trace = TracePrefix.of(PARENT);

    assertThat(EntryBytes.heard(ROOM, behind("@" + "0".repeat(199) + "\n"))).isNull();
    assertThat(EntryBytes.heard(ROOM, behind(trace + trace))).isNull();
    assertThat(EntryBytes.heard(ROOM, trace.getBytes(UTF))).isNull();
    assertThat(EntryBytes.heard(ROOM, "@".getBytes(UTF))).isNull();
    assertThat(EntryBytes.heard(ROOM, new byte[0])).isNull();
  }

  private static Entry heard(String prefix) {
    return Objects.requireNonNull(EntryBytes.heard(ROOM, behind(prefix)));
  }

  private static byte[] behind(String prefix) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(prefix.getBytes(UTF));
    bytes.writeBytes(EntryBytes.payload(ENTRY));
    return bytes.toByteArray();
  }
}
