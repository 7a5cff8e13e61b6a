package io.tertulia.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.Links;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send, and what they are answered. {@code '} stands for {@code "}. */
class BadInputTest {
  private static final Limits LIMITS =
      new Limits(131_072, 65_536, 30, 500, Duration.ofMinutes(10), 1_000);

  private final CommandDecoder decoder = new CommandDecoder(LIMITS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n",
        "hola",
        "{",
        "}",
        "{'type':'ping','id':1",
        "{'type':'ping','id':1}}",
        "{'type':'ping','id':1} {}",
        "[]",
        "[{'type':'ping','id':1}]",
        "'ping'",
        "7",
        "null",
        "true",
        "{type:'ping','id':1}",
        "{'type':'ping','id':01}",
        "{'type':'ping','id':1,}",
        "NaN",
        "{'type':'ping','id':+1}",
        "{'type':'ping','id':.5}",
        "/* */{'type':'ping','id':1}",
        "\uFEFF{'type':'ping','id':1}",
        "{'type':'ping','id':1}\u0000",
        "{'a':'\u0001'}",
        "{'type':'say','id':1,'id':2,'room':'a','text':'x'}",
        "{'type':'say','id':1,'room':'a','data':{'a':1,'b':{'c':1,'c':2}}}",
        "{'type':'ping','type':'ping','id':1}"
      })
  void what_is_no_json_object_or_repeats_a_key_is_bad_json(String frame) {
    assertThat(refusal(frame)).isEqualTo("0 100 null");
  }

  @Test
  void nesting_of_ten_thousand_is_bad_json_and_of_forty_is_fine() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(refusal("{'type':'say','id':1,'room':'a','data':" + deep + "}")).startsWith("0 100");
    assertThat(refusal("{'a':".repeat(10_000))).startsWith("0 100");
    String flat = "[".repeat(40) + "]".repeat(40);
    assertThat(decode("{'type':'say','id':1,'room':'a','data':" + flat + "}"))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Data(flat), Links.NONE));
  }

  @Test
  void unknown_fields_are_ignored_and_so_is_proto() {
    assertThat(decode("{'type':'ping','id':1,'__proto__':{'id':9},'constructor':1,'x':null}"))
        .isEqualTo(new Command.Ping(1));
    assertThat(decode("{'type':'say','id':1,'room':'a','data':{'__proto__':{'x':1}}}"))
        .isEqualTo(
            new Command.Say(1, "a", null, new Body.Data("{\"__proto__\":{\"x\":1}}"), Links.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.5",
        "1.0",
        "1e0",
        "1e400",
        "-1e400",
        "9007199254740992",
        "1e999999999",
        "99999999999999999999999",
        "'1'",
        "true",
        "null",
        "[1]",
        "{}"
      })
  void an_id_is_a_whole_number_from_1_to_2_to_the_53(String id) {
    assertThat(refusal("{'type':'ping','id':" + id + "}")).isEqualTo("0 102 id");
    assertThat(refusal("{'type':'leave','id':" + id + ",'room':'a'}")).isEqualTo("0 102 id");
  }

  @Test
  void a_missing_id_is_refused_but_for_typing_and_signals() {
    assertThat(refusal("{'type':'ping'}")).isEqualTo("0 102 id");
    assertThat(refusal("{'type':'say','room':'a','text':'x'}")).isEqualTo("0 102 id");
    assertThat(decode("{'type':'typing','room':'a','on':false}"))
        .isEqualTo(new Command.Typing(0, "a", false));
    assertThat(decode("{'type':'signal','room':'a','topic':'t','data':null}"))
        .isEqualTo(new Command.Signal(0, "a", "t", "null"));
    assertThat(refusal("{'type':'typing','id':-1,'room':'a','on':false}")).isEqualTo("0 102 id");
    assertThat(decode("{'type':'ping','id':9007199254740991}"))
        .isEqualTo(new Command.Ping(9007199254740991L));
  }

  @Test
  void a_number_too_long_to_read_is_bad_json() {
    String number = "9".repeat(5_000);
    assertThat(refusal("{'type':'ping','id':" + number + "}")).startsWith("0 100");
    assertThat(refusal("{'type':'ping','id':1e99999999999}")).startsWith("0 100");
  }

  @Test
  void an_unknown_or_missing_type_is_answered_under_its_id() {
    assertThat(refusal("{'type':'dance','id':4}")).isEqualTo("4 101 null");
    assertThat(refusal("{'type':'Say','id':4}")).isEqualTo("4 101 null");
    assertThat(refusal("{'type':'','id':4}")).isEqualTo("4 101 null");
    assertThat(refusal("{'id':4}")).isEqualTo("4 102 type");
    assertThat(refusal("{'type':null,'id':4}")).isEqualTo("4 102 type");
    assertThat(refusal("{'type':7,'id':4}")).isEqualTo("4 102 type");
    assertThat(refusal("{}")).isEqualTo("0 102 type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'room':7", "'room':null", "'room':[]", "'room':{}", "'x':1"})
  void a_room_is_a_string(String room) {
    assertThat(refusal("{'type':'leave','id':1," + room + "}")).isEqualTo("1 102 room");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "Plaza",
        " a",
        "a ",
        "-a",
        ".a",
        "_a",
        "a/b",
        "..",
        "a:b",
        "a*",
        "a?",
        "á",
        "~a",
        "a\\n",
        "a\\u0000",
        "\\ud800",
        "a%20b",
        "{a}",
        "a]"
      })
  void an_ill_formed_room_is_room_invalid(String room) {
    for (String type : List.of("join", "leave", "history", "members")) {
      assertThat(refusal("{'type':'" + type + "','id':1,'room':'" + room + "'}"))
          .isEqualTo("1 120 room");
    }
    assertThat(refusal("{'type':'say','id':1,'text':'x','room':'" + room + "'}"))
        .isEqualTo("1 120 room");
  }

  @Test
  void a_room_has_at_most_64_characters() {
    assertThat(decode("{'type':'leave','id':1,'room':'" + "a".repeat(64) + "'}"))
        .isInstanceOf(Command.Leave.class);
    assertThat(refusal("{'type':'leave','id':1,'room':'" + "a".repeat(65) + "'}"))
        .isEqualTo("1 120 room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'a b'", "'ñ'", "'a.b'", "'a\\u0000'", "7", "true", "['k']", "{}"})
  void an_ill_formed_key_topic_or_mid_names_its_field(String word) {
    assertThat(refusal("{'type':'say','id':1,'room':'a','text':'x','key':" + word + "}"))
        .isEqualTo("1 102 key");
    assertThat(refusal("{'type':'say','id':1,'room':'a','text':'x','replyTo':" + word + "}"))
        .isEqualTo("1 102 replyTo");
    assertThat(refusal("{'type':'signal','id':1,'room':'a','data':1,'topic':" + word + "}"))
        .isEqualTo("1 102 topic");
  }

  @Test
  void a_key_has_at_most_64_characters_however_many_are_sent() {
    assertThat(decode(BadFrames.say("'key':'" + "k".repeat(64) + "','text':'x'")))
        .isInstanceOf(Command.Say.class);
    assertThat(refusal(BadFrames.say("'key':'" + "k".repeat(65) + "','text':'x'")))
        .isEqualTo("1 102 key");
    assertThat(refusal(BadFrames.say("'key':'" + "k".repeat(100_000) + "','text':'x'")))
        .isEqualTo("1 102 key");
    assertThat(refusal("{'" + "k".repeat(100_000) + "':1,'id':1}")).startsWith("0 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\\u00a0",
        "\\u200b\\u200d",
        "\\u3164",
        "\\u2800\\u2800",
        "\\u115f\\u1160\\uffa0",
        "\\u00ad",
        "\\ufe0f",
        "\\udb40\\udc61",
        "\\u3000",
        "a\\nb",
        "a\\rb",
        "a\\tb",
        "a\\u2028b",
        "a\\u2029b",
        "a\\u0085b",
        "a\\u0000",
        "\\u001b[31mred",
        "a\\u009b",
        "a\\u007f",
        "\\u202eabc",
        "a\\u200fb",
        "a\\u061cb",
        "\\u2066a\\u2069",
        "\\ud800",
        "a\\udc00",
        "\\udc00\\ud800"
      })
  void a_name_is_one_visible_line_that_turns_nothing_around(String name) {
    assertThat(refusal("{'type':'hello','id':1,'name':'" + name + "'}")).isEqualTo("1 102 name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ana", "ñandú", "阿娜", "אנה", "👩‍👩‍👧", "Ana María", "'<b>'", "O_o"})
  void a_name_may_be_anything_else(String name) {
    String json = "{\"type\":\"hello\",\"id\":1,\"name\":\"" + name.replace("\"", "") + "\"}";
    assertThat(decoder.decode(json)).singleElement().isInstanceOf(Command.Hello.class);
  }

  @Test
  void a_name_has_at_most_64_characters_and_is_a_string() {
    assertThat(decode("{'type':'hello','id':1,'name':'" + "a".repeat(64) + "'}"))
        .isInstanceOf(Command.Hello.class);
    assertThat(refusal("{'type':'hello','id':1,'name':'" + "a".repeat(65) + "'}"))
        .isEqualTo("1 102 name");
    assertThat(refusal("{'type':'hello','id':1,'name':7}")).isEqualTo("1 102 name");
  }

  @Test
  void hello_takes_strings_and_an_object_of_rooms_that_is_not_huge() {
    assertThat(refusal("{'type':'hello','id':1,'token':{}}")).isEqualTo("1 102 token");
    assertThat(refusal("{'type':'hello','id':1,'resume':1}")).isEqualTo("1 102 resume");
    assertThat(refusal("{'type':'hello','id':1,'rooms':[]}")).isEqualTo("1 102 rooms");
    assertThat(refusal("{'type':'hello','id':1,'rooms':'a'}")).isEqualTo("1 102 rooms");
    assertThat(((Command.Hello) decode(BadFrames.helloInto(1_000))).rooms()).hasSize(1_000);
    assertThat(refusal(BadFrames.helloInto(1_001))).isEqualTo("1 103 rooms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud800",
        "a\\udc00",
        "\\u0000",
        "\\u001b[2J",
        "\\u0007",
        "\\u000b",
        "\\u0085",
        "\\u009b",
        "\\u007f"
      })
  void a_text_without_meaning_or_with_control_characters_is_refused(String text) {
    assertThat(refusal(BadFrames.say("'text':'" + text + "'"))).isEqualTo("1 102 text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u202eabc",
        "a\\tb\\nc",
        "😀",
        "\\ud83d\\ude00",
        "❤️",
        "👩‍👩‍👧",
        "1️⃣",
        "a\\u2028",
        "<script>",
        " ."
      })
  void a_text_may_hold_anything_else_bidi_too(String text) {
    assertThat(decode(BadFrames.say("'text':'" + text + "'"))).isInstanceOf(Command.Say.class);
  }

  @Test
  void a_text_has_at_most_65536_bytes_of_utf8() {
    assertThat(decode(BadFrames.say("'text':'" + "x".repeat(65_536) + "'")))
        .isInstanceOf(Command.Say.class);
    assertThat(refusal(BadFrames.say("'text':'" + "x".repeat(65_537) + "'")))
        .isEqualTo("1 103 text");
    assertThat(decode(BadFrames.say("'text':'" + "€".repeat(21_845) + "x'")))
        .isInstanceOf(Command.Say.class);
    assertThat(refusal(BadFrames.say("'text':'" + "€".repeat(21_845) + "xx'")))
        .isEqualTo("1 103 text");
    assertThat(refusal(BadFrames.say("'data':'" + "x".repeat(65_535) + "'")))
        .isEqualTo("1 103 data");
    assertThat(decode(BadFrames.say("'data':'" + "x".repeat(65_534) + "'")))
        .isInstanceOf(Command.Say.class);
  }

  @Test
  void a_say_has_text_or_data_and_each_is_what_it_must_be() {
    assertThat(refusal(BadFrames.say("'text':''"))).isEqualTo("1 102 text");
    assertThat(refusal(BadFrames.say("'text':7"))).isEqualTo("1 102 text");
    assertThat(refusal(BadFrames.say("'text':{}"))).isEqualTo("1 102 text");
    assertThat(refusal(BadFrames.say("'x':1"))).isEqualTo("1 102 data");
    assertThat(refusal(BadFrames.say("'text':'a','data':1"))).isEqualTo("1 102 data");
    assertThat(refusal(BadFrames.say("'data':'\\ud800'"))).isEqualTo("1 102 data");
    assertThat(refusal(BadFrames.say("'data':{'\\udc00':1}"))).isEqualTo("1 102 data");
    assertThat(refusal(BadFrames.say("'data':[[{'a':['\\ud800']}]]"))).isEqualTo("1 102 data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "201", "1000000000", "1e2", "1.5", "'50'", "true", "99999999999"})
  void a_history_limit_is_a_whole_number_from_1_to_200(String limit) {
    assertThat(refusal("{'type':'history','id':1,'room':'a','limit':" + limit + "}"))
        .isEqualTo("1 102 limit");
  }

  @Test
  void a_history_has_one_cursor_at_most() {
    String cursor = "'abcdefgh:1'";
    assertThat(
            refusal(
                "{'type':'history','id':1,'room':'a','before':%s,'after':%s}"
                    .formatted(cursor, cursor)))
        .isEqualTo("1 102 after");
    assertThat(refusal("{'type':'history','id':1,'room':'a','after':'x'}"))
        .isEqualTo("1 102 after");
    assertThat(refusal("{'type':'history','id':1,'room':'a','before':7}"))
        .isEqualTo("1 102 before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'on':1", "'on':'true'", "'on':null", "'x':1"})
  void typing_is_on_or_off(String on) {
    assertThat(refusal("{'type':'typing','room':'a'," + on + "}")).isEqualTo("0 102 on");
  }

  @Test
  void a_broken_line_costs_only_itself() {
    List<Command> commands =
        decoder.decode(
            "{'type':'ping','id':1}\r\n{'type':'ping','id':2}\n{broken\n\n{'type':'ping','id':4}\n"
                .replace('\'', '"'));
    assertThat(commands.stream().map(Command::id)).containsExactly(1L, 2L, 0L, 4L);
  }

  @Test
  void a_frame_of_endless_commands_is_cut_and_told_so() {
    List<Command> commands = decoder.decode("{}\n".repeat(40_000));
    assertThat(commands).hasSize(CommandDecoder.COMMANDS + 1);
    assertThat(((Command.Malformed) commands.getLast()).answer().code())
        .isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void what_a_refusal_quotes_is_plain_and_short() {
    String message =
        ((Command.Malformed) decoder.decode("{\"\u202e\u001b" + "x".repeat(9_000)).getFirst())
            .answer()
            .message();
    assertThat(message).hasSizeLessThan(200).matches("[ -~…]*");
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
    assertThat(answer.message()).isNotBlank();
    return answer.id() + " " + answer.code().code() + " " + answer.field();
  }
}
