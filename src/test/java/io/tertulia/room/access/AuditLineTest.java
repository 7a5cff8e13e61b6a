package io.tertulia.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.RoomId;
import io.tertulia.room.access.Audit.Act;
import org.junit.jupiter.api.Test;

class AuditLineTest {

  @Test
  void a_line_says_who_did_what_to_whom_where_and_from_where() {
    var act =
        new Act(
            "ana",
            "mute",
            "user:bo",
            new RoomId("lobby"),
            "192.0.2.1",
            Audit.DONE,
            "too \"loud\"",
            1);
    assertThat(AuditLine.of(act))
        .isEqualTo(
            "action=\"mute\" outcome=\"done\" by=\"ana\" on=\"user:bo\" room=\"lobby\""
                + " address=\"192.0.2.1\" reason=\"too \\\"loud\\\"\"");
  }

  @Test
  void a_line_that_stands_for_several_says_for_how_many() {
    var act = new Act("eve", "ban", "user:bo", null, "::", "forbidden", null, 1).times(37);
    assertThat(AuditLine.of(act)).endsWith(" address=\"::\" times=\"37\"");
  }

  @Test
  void nothing_that_a_stranger_writes_begins_a_line_or_a_field() {
    var act =
        new Act("x", "ban", "user:a\"\nby=\"y", null, "::", "forbidden", "\u202Eno\r\u2028\\", 1);
    assertThat(AuditLine.of(act))
        .isEqualTo(
            "action=\"ban\" outcome=\"forbidden\" by=\"x\" on=\"user:a\\\"\\u{a}by=\\\"y\""
                + " address=\"::\" reason=\"\\u{202e}no\\u{d}\\u{2028}\\\\\"");
  }
}
