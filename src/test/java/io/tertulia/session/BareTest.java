package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client without a sub-protocol: lines of plain text. */
class BareTest {
  private final HeartNode node = new HeartNode();

  @Test
  void it_is_greeted_and_hears_its_own_words_in_its_language() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person bob = Person.bare(node, "bob", "lobby", Language.EN);
    says(ana, "hola");
    says(bob, "hi");
    assertThat(ana.lines())
        .containsExactly("Bienvenido al chat WebSocket!", "Servidor recibió: hola", "bob: hi");
    assertThat(bob.lines())
        .containsExactly("Welcome to the WebSocket chat!", "ana: hola", "Server received: hi");
  }

  @Test
  void its_echo_stands_where_everybody_has_the_message() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person bob = Person.bare(node, "bob", "lobby", Language.ES);
    ana.lines();
    bob.lines();
    node.bus.hold();
    says(bob, "first");
    says(ana, "second");
    assertThat(ana.lines()).isEmpty();
    node.bus.release();
    node.settle();
    assertThat(ana.lines()).containsExactly("bob: first", "Servidor recibió: second");
    assertThat(bob.lines()).containsExactly("Servidor recibió: first", "ana: second");
  }

  @Test
  void nobody_can_forge_anothers_line() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person eve = Person.bare(node, "eve$1", "lobby", Language.ES);
    ana.lines();
    says(eve, "hi\nbob: I owe you\u2028bob: 1000\u2029bob: euros\n");
    assertThat(ana.lines())
        .containsExactly(
            "eve$1: hi\n"
                + "eve$1: bob: I owe you\u2028eve$1: bob: 1000\u2029eve$1: bob: euros\n"
                + "eve$1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "! reset",
        "!",
        "! 130 rate_limited",
        "Servidor recibió",
        "Server received",
        "Servidor recibió: hola",
        "Servidor\u00a0recibió",
        "Servidor\u3164recibió",
        "Bienvenido al chat WebSocket!",
        "Welcome to the WebSocket chat!",
        "bob: hi",
        "bob\uff1a hi",
        "\u200b! reset",
        " ! goaway"
      })
  void no_name_makes_a_line_that_reads_as_the_servers_or_as_anothers(String name) {
    assertThat(Shapes.isName(name)).isTrue();
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person eve = Person.bare(node, name, "lobby", Language.EN);
    ana.lines();
    eve.lines();
    says(eve, "one\n! reset: two\u2028Servidor recibió: three");
    says(ana, "x\n! goaway: y");
    List<String> shown = List.of(ana.lines().getFirst().split("[\n\u2028]"));
    assertThat(shown).hasSize(3).allMatch(line -> line.matches("[^\\s!:]+: .*"), "one word");
    assertThat(eve.lines())
        .containsExactly(
            "Server received: one\nServer received: ! reset: two\u2028Server received: Servidor"
                + " recibió: three",
            "ana: x\nana: ! goaway: y");
    eve.receives(new Command.Say(0, "lobby", null, new Body.Bytes(new byte[2]), Links.NONE));
    assertThat(ana.lines().getLast()).matches("! binary: [^\\s!:]+ sent 2 bytes; .*");
  }

  @Test
  void an_ordinary_name_is_shown_as_it_is() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    ana.lines();
    for (String name :
        List.of("ñandú", "阿娜", "אנה", "👩‍👩‍👧", "O_o-2.0", "<b>", "@é'", "می‌خواهم")) {
      says(Person.bare(node, name, "lobby", Language.ES), "hi");
      assertThat(ana.lines()).containsExactly(name + ": hi");
    }
  }

  @Test
  void data_is_compact_json_and_cannot_move_the_cursor_of_a_terminal() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person bob = node.guest("Bob");
    bob.joins("lobby");
    ana.lines();
    bob.sends(
        "{'type':'say','id':1,'room':'lobby','data':{ 'a' : [1, 2.50, null],"
            + " 'b':'\u009b2J\u007f'}}");
    bob.sends("{'type':'say','id':2,'room':'lobby','data':'\\u001b[2J'}");
    assertThat(ana.lines())
        .containsExactly(
            "Bob: {\"a\":[1,2.50,null],\"b\":\"\\u009b2J\\u007f\"}", "Bob: \"\\u001b[2J\"");
  }

  @Test
  void a_number_of_a_thousand_digits_costs_nobody_the_connection() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person bob = node.guest("Bob");
    bob.joins("lobby");
    ana.lines();
    String number = "1." + "1".repeat(998) + "e-6";
    bob.sends("{'type':'say','id':1,'room':'lobby','data':" + number + "}");
    bob.says("lobby", "hola");
    assertThat(ana.lines()).containsExactly("Bob: " + number, "Bob: hola");
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void an_entry_that_cannot_be_read_costs_the_view_of_it_and_no_more() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person late = Person.bare(node, "late", "lobby", Language.ES);
    ana.lines();
    late.lines();
    node.memory.append(
        new RoomId("lobby"),
        new MessageLog.Draft(
            "AAAAAAAAAAAAAAAA", "{\"type\":\"message\",", ",\"text\":\"half", null));
    node.settle();
    says(ana, "hola");
    assertThat(ana.lines())
        .containsExactly(
            "! unreadable: a message of this room cannot be shown here.", "Servidor recibió: hola");
    assertThat(late.lines())
        .containsExactly("! unreadable: a message of this room cannot be shown here.", "ana: hola");
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void bytes_go_to_bare_members_who_asked_as_they_are_and_to_json_members_as_base64() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person eva = Person.bare(node, "eva", "lobby", Language.ES);
    Person max = Person.bareWithBinary(node, "max", "lobby");
    Person bob = node.guest("Bob");
    bob.joins("lobby");
    bob.heard();
    ana.lines();
    eva.lines();
    max.lines();
    byte[] bytes = "hi!".getBytes(StandardCharsets.UTF_8);
    ana.receives(new Command.Say(0, "lobby", null, new Body.Bytes(bytes), Links.NONE));
    assertThat(ana.lines()).containsExactly("<hi!>");
    assertThat(max.lines()).containsExactly("<hi!>");
    assertThat(eva.lines())
        .containsExactly("! binary: ana sent 3 bytes; connect with ?binary=1 for them.");
    assertThat(bob.heard()).containsExactly("message lobby 1 \"aGkh\"");
  }

  @Test
  void refusals_resets_and_goodbyes_start_with_an_exclamation_mark() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    ana.lines();
    ana.receives(new Command.Malformed(Event.Error.ofField(0, "text", "text is empty.")));
    ana.session().reply(new Event.Reset("lobby", Event.Reason.TRIMMED, "abcdefgh:1", 0));
    ana.session().drain(1_000, "restart");
    says(ana, "too late");
    List<String> lines = ana.lines();
    assertThat(lines).allMatch(line -> line.startsWith("! ")).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo("! 102 invalid_field: text is empty.");
    assertThat(lines.get(1)).contains("reset", "trimmed");
    assertThat(lines.get(2)).contains("goaway", "restart");
    assertThat(lines.get(3)).startsWith("! 141 draining");
  }

  @Test
  void typing_presence_signals_and_acks_are_not_put_into_words() {
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    Person bob = node.guest("Bob");
    bob.joins("lobby");
    ana.lines();
    bob.sends("{'type':'typing','room':'lobby','on':true}");
    bob.sends("{'type':'signal','room':'lobby','topic':'x','data':1}");
    node.pass(java.time.Duration.ofSeconds(2));
    assertThat(ana.lines()).isEmpty();
  }

  @Test
  void the_language_is_the_one_the_browser_prefers_and_spanish_otherwise() {
    assertThat(Language.preferred(null)).isEqualTo(Language.ES);
    assertThat(Language.preferred("")).isEqualTo(Language.ES);
    assertThat(Language.preferred("en-GB,en;q=0.9")).isEqualTo(Language.EN);
    assertThat(Language.preferred("es-MX,en;q=0.5")).isEqualTo(Language.ES);
    assertThat(Language.preferred("de,en;q=0.5,es;q=0.4")).isEqualTo(Language.EN);
    assertThat(Language.preferred("de")).isEqualTo(Language.ES);
    assertThat(Language.preferred("*")).isEqualTo(Language.ES);
    assertThat(Language.preferred(";;;q=bad,,\u0000")).isEqualTo(Language.ES);
    assertThat(Language.preferred("es;q=0.2, EN-us ; q=0.3")).isEqualTo(Language.EN);
    assertThat(Language.preferred("english,en;q=0")).isEqualTo(Language.ES);
    assertThat(Language.preferred("en;q=2,es-419;q=0.001")).isEqualTo(Language.ES);
  }

  @Test
  void who_comes_in_while_the_log_is_away_is_told_so_and_let_in_when_it_is_back() {
    node.log.breakDown(true);
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    says(ana, "hola");
    List<String> lines = ana.lines();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("! 140 unavailable: ").contains("as soon as");
    assertThat(lines.get(2)).startsWith("! 140 unavailable: You are not in the room yet");
    node.pass(Duration.ofMinutes(2));
    assertThat(ana.lines()).as("it is not told again each time").isEmpty();
    node.log.breakDown(false);
    node.pass(Duration.ofSeconds(16));
    says(ana, "hola");
    assertThat(ana.lines())
        .containsExactly(
            "! joined: you are in the room now; what was said meanwhile is not shown.",
            "Servidor recibió: hola");
    assertThat(node.presence.count(new RoomId("lobby"))).isEqualTo(1);
  }

  @Test
  void who_goes_while_the_log_is_away_comes_into_no_room() {
    node.log.breakDown(true);
    Person ana = Person.bare(node, "ana", "lobby", Language.ES);
    ana.session().closed();
    node.log.breakDown(false);
    node.pass(Duration.ofMinutes(1));
    assertThat(node.rooms.size()).isZero();
  }

  private static void says(Person who, String text) {
    who.receives(new Command.Say(0, "lobby", null, new Body.Text(text), Links.NONE));
  }
}
