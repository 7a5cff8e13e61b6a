package io.tertulia.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EntryEncoder;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts do to an entry, done and undone. */
class EntryBytesTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Position PLACE = new Position("abcdefgh", 5_000_000_001L);
  private static final Draft DRAFT =
      new Draft(
          "mid",
          EntryEncoder.messageHead("plaza"),
          ",\"mid\":\"mid\",\"text\":\"ñ😀 \\n \\\",\\\"was\\\":\\\"\"}",
          null);

  @Test
  void an_entry_is_read_from_what_it_was_written_as() {
    Entry entry =
        EntryBytes.join(DRAFT, new EntryBytes.Given(PLACE, 1_700_000_000_123L, 1, "", null));

    assertThat(EntryBytes.payload(entry)).asString().startsWith("abcdefgh 5000000001 mid 17");
    assertThat(EntryBytes.parse(EntryBytes.payload(entry)))
        .usingRecursiveComparison()
        .isEqualTo(entry);
  }

  @Test
  void a_draft_is_what_is_left_without_the_numbers() {
    Entry entry = EntryBytes.join(DRAFT, new EntryBytes.Given(PLACE, 17, 1, "", null));

    assertThat(EntryBytes.cut(ROOM, entry)).isEqualTo(DRAFT);
  }

  @Test
  void where_it_was_before_is_cut_too() {
    Entry entry =
        EntryBytes.join(DRAFT, new EntryBytes.Given(PLACE, 17, 1, "", new Position("hgfedcba", 3)));

    assertThat(entry.json())
        .asString()
        .contains(",\"at\":17,\"n\":1,\"was\":\"hgfedcba:3\",\"mid\"");
    assertThat(EntryBytes.cut(ROOM, entry)).isEqualTo(DRAFT);
  }

  @Test
  void the_entry_of_an_epoch_and_of_another_room_is_no_draft() {
    Entry epoch =
        EntryBytes.join(
            new Draft("m", "{\"type\":\"epoch\",\"room\":\"plaza\",", "}", null),
            new EntryBytes.Given(PLACE, 17, 1, "", null));

    assertThat(EntryBytes.cut(ROOM, epoch)).isNull();
    assertThat(
            EntryBytes.cut(
                new RoomId("other"),
                EntryBytes.join(DRAFT, new EntryBytes.Given(PLACE, 17, 1, "", null))))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "abcdefgh 1 mid 17",
        "abcdefgh 1 mid\n{}",
        "abcdefgh 1 mid 17 18\n{}",
        "abcdefgh x mid 17\n{}",
        "abcdefgh 1 mid -17\n{}",
        "abcdefgh 1234567890123456789 mid 17\n{}",
        "{\"type\":\"typing\"}"
      })
  void what_is_something_else_is_not_taken_for_an_entry(String payload) {
    assertThat(EntryBytes.parse(payload.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void nobody_makes_it_look_far_for_the_end_of_the_title() {
    assertThat(
            EntryBytes.parse(
                ("abcdefgh 1 " + "m".repeat(300) + " 17\n{}").getBytes(StandardCharsets.UTF_8)))
        .isNull();
  }
}
