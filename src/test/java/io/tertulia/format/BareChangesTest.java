package io.tertulia.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.BareText.Language;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How changes of messages look to who reads lines. */
class BareChangesTest {
  private static final String MID = "abcdefgh12345678";
  private static final String REF = "ABCDEFGH12345678";
  private static final Event.From ANA = new Event.From("ana", "Ana María", false);

  @Test
  void an_edit_is_its_authors_word_a_pen_and_what_is_said_now() {
    assertThat(seen(edit(ANA, new Body.Text("hola")))).isEqualTo("Ana_María ✎ hola");
    assertThat(seen(edit(ANA, new Body.Data("{\"a\":\"\u009b\"}"))))
        .isEqualTo("Ana_María ✎ {\"a\":\"\\u009b\"}");
  }

  @Test
  void each_line_of_an_edit_begins_so() {
    assertThat(seen(edit(ANA, new Body.Text("a\nbob ✎ b\u2028bob ✗\n! reset"))))
        .isEqualTo(
            "Ana_María ✎ a\nAna_María ✎ bob ✎ b\u2028Ana_María ✎ bob ✗\nAna_María ✎ ! reset");
    assertThat(seen(edit(ANA, new Body.Text("\n".repeat(65_000)))).lines())
        .hasSize(BareText.LINES)
        .allMatch(line -> line.startsWith("Ana_María ✎ "));
  }

  @Test
  void who_edits_hears_it_as_an_echo() {
    byte[] edit = edit(ANA, new Body.Text("one\ntwo"));
    assertThat(shown(edit, "ana", Language.EN))
        .isEqualTo("Server received ✎ one\nServer received ✎ two");
    assertThat(shown(edit, "ana", Language.ES)).startsWith("Servidor recibió ✎ one");
    assertThat(shown(edit(ANA, new Body.Data("1")), "ana", Language.ES)).isEqualTo("Ana_María ✎ 1");
  }

  @Test
  void a_deletion_is_a_word_and_a_cross_for_everybody() {
    byte[] deletion =
        entry(
            "delete",
            EntryEncoder.deleteTail(new Event.Deleted("plaza", MID, "k", REF, ANA, "spam: ! x")));
    assertThat(seen(deletion)).isEqualTo("Ana_María ✗");
    assertThat(shown(deletion, "ana", Language.ES)).isEqualTo("Ana_María ✗");
  }

  @Test
  void who_comes_by_what_is_left_of_a_message_sees_whose_it_was() {
    String left =
        "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":1,\"at\":2,\"n\":1,\"mid\":\""
            + MID
            + "\",\"from\":{\"id\":\"ana\",\"name\":\"Ana\"},\"deleted\":{\"at\":3,\"by\":"
            + "{\"id\":\"mod\",\"name\":\"Mod\"}},\"rev\":2}";
    assertThat(seen(left.getBytes(StandardCharsets.UTF_8))).isEqualTo("Ana ✗");
  }

  @Test
  void a_message_as_it_is_now_is_one_line_whatever_became_of_it() {
    String folded =
        "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":1,\"at\":2,\"n\":1,\"mid\":\""
            + MID
            + "\",\"from\":{\"id\":\"ana\",\"name\":\"Ana\"},\"edited\":3,\"reactions\":[{\"emoji\":"
            + "\"👍\",\"count\":1,\"by\":[\"bo\"]}],\"replies\":{\"count\":1,\"last\":4,\"by\":"
            + "[\"bo\"]},\"rev\":4,\"text\":\"now\"}";
    assertThat(seen(folded.getBytes(StandardCharsets.UTF_8))).isEqualTo("Ana: now");
  }

  @Test
  void reactions_and_edits_of_what_is_gone_are_not_shown() {
    assertThat(
            frame(
                entry(
                    "react",
                    EntryEncoder.reactTail(
                        new Event.Reacted("plaza", MID, null, REF, ANA, List.of("👍")))),
                "bo",
                Language.ES))
        .isNull();
    String silent = new String(edit(ANA, new Body.Text("x")), StandardCharsets.UTF_8);
    assertThat(
            frame(
                silent.replace(",\"text\":\"x\"", "").getBytes(StandardCharsets.UTF_8),
                "bo",
                Language.ES))
        .isNull();
  }

  @Test
  void an_entry_of_a_type_to_come_is_not_shown_whatever_its_fields_are() {
    String other =
        "{\"type\":\"lantern\",\"by\":\"ana\",\"from\":[1],\"text\":\"x\",\"deleted\":1}";
    assertThat(frame(other.getBytes(StandardCharsets.UTF_8), "bo", Language.ES)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob ✎ hi",
        "bob ✗",
        "Servidor recibió ✎",
        "Server received ✎ x",
        "! reset",
        "bob: hi",
        "bob\u00a0✗",
        "✎",
        "✗"
      })
  void no_name_makes_a_line_that_reads_as_the_servers_or_as_anothers(String name) {
    Event.From eve = new Event.From("eve", name, true);
    assertThat(seen(edit(eve, new Body.Text("x")))).matches("[^\\s!:]+ ✎ x");
    assertThat(seen(entry("message", message(eve, "bob ✗")))).matches("[^\\s!:]+: bob ✗");
    assertThat(
            seen(
                entry(
                    "delete",
                    EntryEncoder.deleteTail(
                        new Event.Deleted("plaza", MID, null, REF, eve, null)))))
        .matches("[^\\s!:]+ ✗");
  }

  private static String message(Event.From from, String text) {
    return EntryEncoder.messageTail(
        new Event.Message("plaza", MID, null, from, new Body.Text(text), Links.NONE, false));
  }

  private static byte[] edit(Event.From by, Body body) {
    return entry(
        "edit", EntryEncoder.editTail(new Event.Edited("plaza", MID, null, REF, by, body)));
  }

  private static byte[] entry(String type, String tail) {
    String json = EntryEncoder.head(type, "plaza") + "\"seq\":1,\"at\":2,\"n\":1" + tail;
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** As somebody else sees it. */
  private static String seen(byte[] json) {
    return shown(json, "bo", Language.ES);
  }

  private static String shown(byte[] json, String viewer, Language language) {
    Frame frame = frame(json, viewer, language);
    assertThat(frame).isNotNull();
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }

  private static @Nullable Frame frame(byte[] json, String viewer, Language language) {
    return new BareFormat(language, false).of(EncodedEvent.entry(json, () -> "abcdefgh:1"), viewer);
  }
}
