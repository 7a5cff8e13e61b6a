package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of an entry that tells of an earlier message, and what a deletion leaves. */
class ToldTest {
  private static final Written ANA = new Written(new RoomId("plaza"), Authority.of("ana"));
  private static final String MID = "AAAAbbbb-_-_0000";

  @Test
  void an_entry_tells_what_who_and_when() {
    Told edit = Told.of(entry(ANA.edit(MID, "x"), ""));
    assertThat(edit.amendment()).isEqualTo(new Amendment.Edit(MID));
    assertThat(new String(edit.said(), UTF_8)).isEqualTo(",\"text\":\"x\"}");
    assertThat(edit.by()).isEqualTo("ana");
    assertThat(edit.author()).isEqualTo("{\"id\":\"ana\",\"name\":\"ana \\\"the\\\" [quoted]\"}");
    assertThat(edit.seq()).isEqualTo(7);
    assertThat(edit.at()).isEqualTo(8);
    Told react = Told.of(entry(ANA.react(MID, "👍", "❤️"), ",\"before\":[\"🎉\"]"));
    assertThat(react.amendment()).isEqualTo(new Amendment.React(MID, List.of("👍", "❤️")));
    assertThat(react.before()).containsExactly("🎉");
    Told reply = Told.of(entry(ANA.reply(MID, "x"), ""));
    assertThat(reply.amendment()).isEqualTo(new Amendment.Reply(MID));
    assertThat(reply.by()).isEqualTo("ana");
    assertThat(reply.said()).isEmpty();
    Told delete = Told.of(entry(ANA.delete(MID), ""));
    assertThat(delete.amendment()).isEqualTo(new Amendment.Delete(MID));
  }

  @Test
  void what_cannot_be_read_or_tells_of_nothing_is_nothing() {
    assertThat(Told.of(entry(ANA.say("\",\"thread\":\"" + MID + "\""), ""))).isNull();
    for (String json :
        List.of(
            "{",
            "{\"type\":\"edit\"",
            "{\"type\":\"edit\",\"text\":\"x\"}",
            "{\"type\":\"react\",\"ref\":}",
            "{\"type\":\"poll\",\"ref\":\"" + MID + "\"}")) {
      assertThat(Told.of(new Entry(new Position("e", 1), "m", 1, json.getBytes(UTF_8))))
          .as(json)
          .isNull();
    }
  }

  @Test
  void a_deletion_leaves_what_is_not_about_it_as_it_is() {
    Draft message = ANA.say("secret");
    Deletion deletion = Deletion.by(entry(ANA.delete(message.mid()), ""));
    for (Draft other : List.of(ANA.say("x"), ANA.edit(MID, "x"), ANA.reply(message.mid(), "x"))) {
      Entry entry = entry(other, "");
      assertThat(deletion.of(entry)).isSameAs(entry);
    }
    Entry edit = deletion.of(entry(ANA.edit(message.mid(), "secret"), ""));
    assertThat(new String(edit.json(), UTF_8)).doesNotContain("secret", "deleted");
    Entry left = deletion.of(entry(message, ""));
    assertThat(new String(left.json(), UTF_8))
        .doesNotContain("secret")
        .endsWith(
            ",\"deleted\":{\"at\":8,\"by\":{\"id\":\"ana\",\"name\":\"ana \\\"the\\\" [quoted]\"}},\"rev\":7}");
    assertThat(deletion.of(left)).isSameAs(left);
    assertThat(Deletion.by(entry(ANA.edit(MID, "x"), ""))).isNull();
  }

  private static Entry entry(Draft draft, String before) {
    String tail = draft.tail().substring(0, draft.tail().length() - 1) + before + "}";
    String json = draft.head() + "\"seq\":7,\"at\":8,\"n\":1" + tail;
    return new Entry(new Position("epoch000", 7), draft.mid(), 8, json.getBytes(UTF_8));
  }
}
