package io.tertulia.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.Links;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What of a text and of data is kept as it came, and what is not. {@code '} stands for {@code "}.
 */
class TextAndDataTest {
  private final CommandDecoder decoder =
      new CommandDecoder(new Limits(131_072, 65_536, 30, 500, Duration.ofMinutes(10), 1_000));

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\\n\\n",
        "\\t \\u00a0\\u3000",
        "\\u2028",
        "\\u3164",
        "\\u2800",
        "\\u115f\\u1160\\uffa0",
        "\\u200b\\u200d\\ufeff\\u00ad",
        "\\ufe0f",
        "\\udb40\\udc61"
      })
  void a_text_that_shows_nothing_is_refused(String text) {
    assertThat(refusal(say("'text':'" + text + "'"))).isEqualTo("1 102 text");
    assertThat(decode(say("'text':'" + text + "x'"))).isInstanceOf(Command.Say.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nb", "a\\rb", "a\\nb"})
  void each_end_of_a_line_is_one_line_feed(String text) {
    Command said = new Command.Say(1, "a", null, new Body.Text("a\nb"), Links.NONE);
    assertThat(decode(say("'text':'" + text + "'"))).isEqualTo(said);
    String raw = text.replace("\\r", "\r").replace("\\n", "\n");
    assertThat(decoder.decodeText("a", null, raw))
        .isEqualTo(new Command.Say(0, "a", null, new Body.Text("a\nb"), Links.NONE));
    assertThat(decoder.decodeSay("a", null, "{\"text\":\"" + text + "\"}"))
        .isEqualTo(new Command.Say(0, "a", null, new Body.Text("a\nb"), Links.NONE));
  }

  @Test
  void a_text_counts_as_it_is_stored() {
    assertThat(decode(say("'text':'" + "x\\r\\n".repeat(32_768) + "'")))
        .isInstanceOf(Command.Say.class);
    assertThat(refusal(say("'text':'" + "x\\r\\n".repeat(32_769) + "'"))).isEqualTo("1 103 text");
  }

  @Test
  void data_keeps_its_numbers_as_they_came() {
    assertThat(decode(say("'data':[9007199254740993, 1.10, 1e400, -0.0, 1E-7, 2e+05]")))
        .isEqualTo(
            new Command.Say(
                1,
                "a",
                null,
                new Body.Data("[9007199254740993,1.10,1e400,-0.0,1E-7,2e+05]"),
                Links.NONE));
  }

  @Test
  void data_is_kept_as_it_was_written_but_for_the_space_between_its_parts() {
    String data = "{ 'a b' : '\\u00f1\\/ \\\\' ,\t'c':[ ] , 'd' : [ true , null ] }";
    assertThat(decode(say("'x':1,'\\u0064ata' : " + data + " ,'y':2")))
        .isEqualTo(
            new Command.Say(
                1,
                "a",
                null,
                new Body.Data(
                    "{'a b':'\\u00f1\\/ \\\\','c':[],'d':[true,null]}".replace('\'', '"')),
                Links.NONE));
    assertThat(decode("{'data':{'data':2},'type':'say','id':1,'room':'a'}"))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Data("{\"data\":2}"), Links.NONE));
    assertThat(decode(say("'data': -12 ")))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Data("-12"), Links.NONE));
  }

  @Test
  void data_longer_than_any_buffer_of_a_parser_is_kept_as_it_was_written() {
    String data = "['" + "ñ ".repeat(20_000) + "',1.50,'" + "x".repeat(5_000) + "']";
    assertThat(decode(say("'x':'" + "y".repeat(9_000) + "','data': " + data)))
        .isEqualTo(
            new Command.Say(1, "a", null, new Body.Data(data.replace('\'', '"')), Links.NONE));
  }

  @Test
  void data_nests_63_deep_and_no_deeper() {
    String deepest = "[".repeat(63) + "]".repeat(63);
    assertThat(decode(say("'data':" + deepest)))
        .isEqualTo(new Command.Say(1, "a", null, new Body.Data(deepest), Links.NONE));
    assertThat(refusal(say("'data':[" + deepest + "]"))).isEqualTo("0 100 null");
  }

  private static String say(String fields) {
    return "{'type':'say','id':1,'room':'a'," + fields + "}";
  }

  private Command decode(String frame) {
    List<Command> commands = decoder.decode(frame.replace('\'', '"'));
    assertThat(commands).hasSize(1);
    return commands.getFirst();
  }

  private String refusal(String frame) {
    assertThat(decode(frame)).isInstanceOf(Command.Malformed.class);
    var answer = ((Command.Malformed) decode(frame)).answer();
    return answer.id() + " " + answer.code().code() + " " + answer.field();
  }
}
