package io.tertulia.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.Links;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change messages, and what a message points at. {@code '} is {@code "}. */
class WritingTest {
  private static final String MID = "abcdefghABCD_-12";

  private final CommandDecoder decoder =
      new CommandDecoder(new Limits(131_072, 65_536, 30, 500, Duration.ofMinutes(10), 1_000));

  @Test
  void a_message_is_edited_deleted_and_reacted_to_by_its_mid() {
    assertThat(decode(about("edit", "'key':'k','text':'x\\r\\ny'")))
        .isEqualTo(new Command.Edit(1, "a", "k", MID, new Body.Text("x\ny")));
    assertThat(decode(about("edit", "'data':[ 1 ]")))
        .isEqualTo(new Command.Edit(1, "a", null, MID, new Body.Data("[1]")));
    assertThat(decode(about("delete", "'reason':'spam'")))
        .isEqualTo(new Command.Delete(1, "a", null, MID, "spam"));
    assertThat(decode(about("delete", "'x':1")))
        .isEqualTo(new Command.Delete(1, "a", null, MID, null));
    assertThat(decode(about("react", "'set':['👍','❤']")))
        .isEqualTo(new Command.React(1, "a", null, MID, List.of("👍", "❤️")));
    assertThat(decode(about("react", "'set':[]")))
        .isEqualTo(new Command.React(1, "a", null, MID, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit", "delete", "react"})
  void which_message_is_meant_has_to_be_said(String type) {
    String rest = ",'room':'a','text':'x','set':[]}";
    assertThat(refusal("{'type':'" + type + "','id':1" + rest)).isEqualTo("1 102 mid");
    for (String mid :
        List.of("null", "7", "''", "'short'", "'abcdefghABCD_-123'", "['" + MID + "']")) {
      assertThat(refusal("{'type':'" + type + "','id':1,'mid':" + mid + rest))
          .isEqualTo("1 102 mid");
    }
    assertThat(refusal("{'type':'" + type + "','id':1,'room':'A','mid':'" + MID + "'}"))
        .isEqualTo("1 120 room");
    assertThat(refusal("{'type':'" + type + "','room':'a','mid':'" + MID + "'}"))
        .isEqualTo("0 102 id");
  }

  @Test
  void an_edit_says_something_as_a_say_does() {
    assertThat(refusal(about("edit", "'text':'a','data':1"))).isEqualTo("1 102 data");
    assertThat(refusal(about("edit", "'x':1"))).isEqualTo("1 102 data");
    assertThat(refusal(about("edit", "'text':''"))).isEqualTo("1 102 text");
    assertThat(refusal(about("edit", "'text':'\\u200b'"))).isEqualTo("1 102 text");
    assertThat(refusal(about("edit", "'text':'" + "x".repeat(65_537) + "'")))
        .isEqualTo("1 103 text");
    assertThat(refusal(about("edit", "'data':'\\ud800'"))).isEqualTo("1 102 data");
  }

  @Test
  void a_deletion_has_a_reason_on_one_line_or_none() {
    assertThat(decode(about("delete", "'reason':'" + "x".repeat(250) + "'"))).isNotNull();
    assertThat(refusal(about("delete", "'reason':'" + "x".repeat(251) + "'")))
        .isEqualTo("1 102 reason");
    assertThat(refusal(about("delete", "'reason':'a\\nb'"))).isEqualTo("1 102 reason");
    assertThat(refusal(about("delete", "'reason':7"))).isEqualTo("1 102 reason");
  }

  @Test
  void a_set_of_reactions_is_an_array_of_emoji_and_each_counts_once() {
    assertThat(refusal(about("react", "'x':1"))).isEqualTo("1 102 set");
    for (String set :
        List.of("null", "'👍'", "{}", "[1]", "[null]", "[['👍']]", "['👍','no']", "['']")) {
      assertThat(refusal(about("react", "'set':" + set))).isEqualTo("1 102 set");
    }
    assertThat(decode(about("react", "'set':['👍','❤','👍','❤️']")))
        .isEqualTo(new Command.React(1, "a", null, MID, List.of("👍", "❤️")));
  }

  @Test
  void the_ninth_reaction_of_one_person_is_one_too_many() {
    String eight = "'😀','😁','😂','😃','😄','😅','😆','😇'";
    assertThat(((Command.React) decode(about("react", "'set':[" + eight + "]"))).set()).hasSize(8);
    assertThat(((Command.React) decode(about("react", "'set':[" + eight + ",'😀']"))).set())
        .hasSize(8);
    assertThat(refusal(about("react", "'set':[" + eight + ",'😈']"))).isEqualTo("1 132 set");
  }

  @Test
  void a_message_may_point_at_people_at_a_thread_and_at_the_whole_room() {
    assertThat(
            decode(
                say(
                    "'replyTo':'%s','thread':'%s','mentions':['ana','k-1','ana'],'notify':'room'"
                        .formatted(MID, MID))))
        .isEqualTo(
            new Command.Say(
                1,
                "a",
                null,
                new Body.Text("x"),
                new Links(MID, MID, List.of("ana", "k-1"), true)));
    assertThat(decode(say("'replyTo':null,'thread':null,'mentions':null,'notify':null")))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Text("x"), Links.NONE));
    assertThat(decode(say("'mentions':[]")))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Text("x"), Links.NONE));
  }

  @Test
  void what_it_points_at_has_the_shape_of_what_it_is() {
    assertThat(refusal(say("'thread':'short'"))).isEqualTo("1 102 thread");
    assertThat(refusal(say("'thread':7"))).isEqualTo("1 102 thread");
    assertThat(refusal(say("'notify':'all'"))).isEqualTo("1 102 notify");
    assertThat(refusal(say("'notify':true"))).isEqualTo("1 102 notify");
    for (String mentions :
        List.of("'ana'", "{}", "[1]", "['']", "['a b']", "['ñ']", "['a\\n']", "[null]")) {
      assertThat(refusal(say("'mentions':" + mentions))).isEqualTo("1 102 mentions");
    }
  }

  @Test
  void fifty_people_may_be_mentioned_and_no_more() {
    assertThat(((Command.Say) decode(say(mentions(50)))).links().mentions()).hasSize(50);
    assertThat(refusal(say(mentions(51)))).isEqualTo("1 102 mentions");
  }

  @Test
  void who_looks_back_gets_all_kinds_of_entries_only_when_it_says_so() {
    assertThat(((Command.History) decode(history("'x':1"))).all()).isFalse();
    assertThat(((Command.History) decode(history("'kinds':null"))).all()).isFalse();
    assertThat(((Command.History) decode(history("'kinds':'all'"))).all()).isTrue();
    assertThat(refusal(history("'kinds':'some'"))).isEqualTo("1 102 kinds");
    assertThat(refusal(history("'kinds':['all']"))).isEqualTo("1 102 kinds");
    assertThat(decoder.decodeHistory("a", Map.of("kinds", "all", "limit", "7")))
        .isEqualTo(new Command.History(0, "a", null, null, 7, true));
    assertThat(decoder.decodeHistory("a", Map.of("kinds", "")))
        .isInstanceOf(Command.Malformed.class);
  }

  @Test
  void a_say_over_http_points_at_the_same_things() {
    assertThat(
            decoder.decodeSay(
                "a", "k", "{\"text\":\"x\",\"mentions\":[\"ana\"],\"thread\":\"" + MID + "\"}"))
        .isEqualTo(
            new Command.Say(
                0, "a", "k", new Body.Text("x"), new Links(null, MID, List.of("ana"), false)));
  }

  private static String mentions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'u" + i + "'")
        .collect(Collectors.joining(",", "'mentions':[", "]"));
  }

  private static String say(String fields) {
    return "{'type':'say','id':1,'room':'a','text':'x'," + fields + "}";
  }

  private static String history(String fields) {
    return "{'type':'history','id':1,'room':'a'," + fields + "}";
  }

  private static String about(String type, String fields) {
    return "{'type':'" + type + "','id':1,'room':'a','mid':'" + MID + "'," + fields + "}";
  }

  private Command decode(String frame) {
    List<Command> commands = decoder.decode(frame.replace('\'', '"'));
    assertThat(commands).hasSize(1);
    return commands.getFirst();
  }

  /** Id, code and field of the answer. */
  private String refusal(String frame) {
    Command command = decode(frame);
    assertThat(command).isInstanceOf(Command.Malformed.class);
    Event.Error answer = ((Command.Malformed) command).answer();
    assertThat(answer.message()).endsWith(".");
    return answer.id() + " " + answer.code().code() + " " + answer.field();
  }
}
