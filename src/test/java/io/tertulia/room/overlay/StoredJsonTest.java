package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Links;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an entry's JSON is cut, whatever it says. */
class StoredJsonTest {
  private static final Written ANA = new Written(new RoomId("plaza"), Authority.of("ana"));
  private static final String MID = "AAAAbbbb-_-_0000";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hi",
        ",\"text\":\"x\"",
        "\",\"data\":1,\"text\":\"",
        "\\\",\"replyTo\":\"AAAAbbbb-_-_0000\"}",
        ",\"mentions\":[\"bo\"]",
        "\",\"thread\":\"AAAAbbbb-_-_0000\"",
        "ñ🎉\u2028\t\n",
      })
  void what_is_said_is_cut_where_it_begins_whatever_it_is(String words) throws IOException {
    String quoted = Json.MAPPER.writeValueAsString(words);
    List<Body> bodies =
        List.of(
            new Body.Text(words),
            new Body.Data(quoted),
            new Body.Data("{\"a\":" + quoted + ",\"text\":\"x\",\"replyTo\":\"" + MID + "\"}"),
            new Body.Data("[1,\"data\"," + quoted + "]"));
    for (Body body : bodies) {
      Links links = new Links(MID, null, List.of("bo", "cy"), true);
      byte[] json = json(ANA.say(body, links));
      String left = text(StoredJson.silenced(json, ",\"mark\":1"));
      assertThat(StoredJson.isSilent(json)).isFalse();
      assertThat(StoredJson.isSilent(left.getBytes(UTF_8))).isTrue();
      assertThat(StoredJson.hasThread(json)).isFalse();
      assertThat(left).endsWith(",\"replyTo\":\"" + MID + "\",\"notify\":\"room\",\"mark\":1}");
      assertThat(left).contains("ana \\\"the\\\" [quoted]").doesNotContain("bo");
      String other = ",\"text\":\"other\"}";
      assertThat(text(StoredJson.with(json, ",\"more\":1", other.getBytes(UTF_8))))
          .endsWith("\"mentions\":[\"bo\",\"cy\"],\"more\":1" + other);
      assertThat(text(StoredJson.with(json, ",\"more\":1", new byte[0])))
          .endsWith(",\"more\":1" + text(StoredJson.said(json)));
      Json.MAPPER.readTree(left);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"text\":\"hi\"", "\"data\":{\"a\":[1]}", "\"bytes\":\"AQI=\"", "\"text\":\"\""})
  void what_an_older_node_stored_behind_it_stays(String body) {
    byte[] json =
        ("{\"type\":\"message\",\"room\":\"plaza\",\"seq\":1,\"at\":2,\"mid\":\"m\","
                + body
                + ",\"replyTo\":\""
                + MID
                + "\"}")
            .getBytes(UTF_8);
    String start = "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":1,\"at\":2,\"mid\":\"m\"";
    String reply = ",\"replyTo\":\"" + MID + "\"";
    assertThat(text(StoredJson.silenced(json, ",\"rev\":3")))
        .isEqualTo(start + reply + ",\"rev\":3}");
    assertThat(text(StoredJson.with(json, ",\"rev\":3", ",\"text\":\"x\"}".getBytes(UTF_8))))
        .isEqualTo(start + reply + ",\"rev\":3,\"text\":\"x\"}");
    assertThat(text(StoredJson.with(json, ",\"rev\":3", new byte[0])))
        .isEqualTo(start + ",\"rev\":3," + body + reply + "}");
  }

  @Test
  void what_is_silent_stays_as_it_is() {
    byte[] json = json(ANA.delete(MID));
    assertThat(StoredJson.silenced(json, ",\"x\":1")).isSameAs(json);
    assertThat(StoredJson.with(json, ",\"x\":1", new byte[3])).isSameAs(json);
    assertThat(StoredJson.said(json)).isEmpty();
  }

  @Test
  void only_edit_delete_and_react_are_there_for_another_entry() {
    assertThat(StoredJson.isAmendment(json(ANA.edit(MID, "x")))).isTrue();
    assertThat(StoredJson.isAmendment(json(ANA.delete(MID)))).isTrue();
    assertThat(StoredJson.isAmendment(json(ANA.react(MID, "👍")))).isTrue();
    assertThat(StoredJson.isAmendment(json(ANA.reply(MID, "x")))).isFalse();
    for (String type : List.of("message", "member", "room", "epoch", "edited", "react2", "dele")) {
      byte[] json = ("{\"type\":\"" + type + "\",\"ref\":\"" + MID + "\"}").getBytes(UTF_8);
      assertThat(StoredJson.isAmendment(json)).as(type).isFalse();
    }
    for (String json : List.of("", "{", "{\"type\":\"edit", "{\"type\":\"")) {
      assertThat(StoredJson.isAmendment(json.getBytes(UTF_8))).as(json).isFalse();
      assertThat(StoredJson.isMessage(json.getBytes(UTF_8))).as(json).isFalse();
      assertThat(StoredJson.isSilent(json.getBytes(UTF_8))).as(json).isTrue();
    }
  }

  @Test
  void whose_it_is_and_what_it_is_about_is_read_from_its_own_fields() {
    byte[] reply = json(ANA.reply(MID, "\",\"from\":{\"id\":\"bo\""));
    assertThat(StoredJson.isBy(reply, "ana")).isTrue();
    assertThat(StoredJson.isBy(reply, "an")).isFalse();
    assertThat(StoredJson.isBy(reply, "bo")).isFalse();
    assertThat(StoredJson.hasThread(reply)).isTrue();
    byte[] edit = json(ANA.edit(MID, new Body.Data("{\"a\":1,\"ref\":\"other\"}")));
    assertThat(StoredJson.isAbout(edit, MID)).isTrue();
    assertThat(StoredJson.isAbout(edit, "other")).isFalse();
  }

  private static byte[] json(Draft draft) {
    return (draft.head() + "\"seq\":1,\"at\":2,\"n\":1" + draft.tail()).getBytes(UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
