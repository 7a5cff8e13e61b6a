package io.tertulia.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.format.BareText;
import io.tertulia.format.EntryEncoder;
import io.tertulia.format.EventEncoder;
import io.tertulia.format.reading.EntryReader;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.Links;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever string comes, it becomes commands; whatever data is said, it comes out the same. */
class DecoderProperty {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommandDecoder decoder =
      new CommandDecoder(new Limits(131_072, 65_536, 30, 500, Duration.ofMinutes(10), 1_000));

  @Property(tries = 1_000)
  void any_string_is_answered(@ForAll String frame) {
    check(frame);
  }

  @Property(tries = 4_000)
  void commands_with_faults_are_answered(@ForAll("faulty") String frame) {
    check(frame);
  }

  @Property(tries = 1_000)
  void any_query_is_answered(@ForAll String room, @ForAll("words") String cursor) {
    decoder.decodeHistory(room, Map.of("before", cursor, "limit", cursor));
    decoder.decodeText(room, cursor, cursor);
    decoder.decodeSay(room, cursor, cursor);
  }

  @Property(tries = 2_000)
  void whatever_is_accepted_is_read_by_every_reader(
      @ForAll("numbers") String number, @ForAll("words") String word, @ForAll("depths") int depth)
      throws JsonProcessingException {
    String data =
        "[".repeat(depth)
            + "{"
            + JSON.writeValueAsString(word)
            + " :\t"
            + number
            + "}"
            + "]".repeat(depth);
    readByAll(decoder.decode("{\"type\":\"say\",\"id\":1,\"room\":\"a\",\"data\":" + data + "}"));
    readByAll(List.of(decoder.decodeSay("a", null, "{\"data\" : " + data + " }")));
    readByAll(List.of(decoder.decodeText("a", null, word)));
    readByAll(
        decoder.decode(
            "{\"type\":\"signal\",\"room\":\"a\",\"topic\":\"t\",\"data\":" + data + "}"));
  }

  private static void readByAll(List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.Say say) {
        entry(say.body());
      } else if (command instanceof Command.Signal signal) {
        Event.From from = new Event.From("id", "name", true);
        byte[] json =
            EventEncoder.encode(new Event.Signal("a", from, signal.topic(), signal.data()));
        assertThat(EntryReader.topic(json)).isEqualTo("signal id t");
        parse(json);
      }
    }
  }

  @Property(tries = 500)
  void data_comes_out_as_it_went_in(@ForAll("words") String word, @ForAll long number)
      throws JsonProcessingException {
    String data = JSON.writeValueAsString(Map.of("w", word, "n", List.of(number, word)));
    String frame = "{\"type\":\"say\",\"id\":1,\"room\":\"a\",\"data\":" + data + "}";
    if (decoder.decode(frame).getFirst() instanceof Command.Say say) {
      assertThat(JSON.readTree(entry(say.body()))).isEqualTo(JSON.readTree(data));
    }
  }

  private void check(String frame) {
    List<Command> commands = decoder.decode(frame);
    assertThat(commands).isNotEmpty();
    for (Command command : commands) {
      if (command instanceof Command.Malformed malformed) {
        JsonNode answer = parse(EventEncoder.encode(malformed.answer()));
        assertThat(answer.path("code").asInt()).matches(code -> code <= 123 || code == 132);
      } else if (command instanceof Command.Say say) {
        entry(say.body());
      } else if (command instanceof Command.Edit edit) {
        entry(edit.body());
      }
    }
  }

  /** The body as it is stored and read again. */
  private static String entry(Body body) {
    Event.From from = new Event.From("id", "name", true);
    Event.Message message = new Event.Message("a", "m", null, from, body, Links.NONE, false);
    String json =
        EntryEncoder.messageHead("a") + "\"seq\":1,\"at\":2" + EntryEncoder.messageTail(message);
    EntryReader.Read read = EntryReader.message(json.getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(EntryReader.Said.class);
    EntryReader.Said said = (EntryReader.Said) read;
    assertThat(said.body()).isEqualTo(body);
    assertThat(BareText.shown(said.from(), said.body()).size()).isPositive();
    Event.History page =
        new Event.History(
            1, "a", "c", List.of(json.getBytes(StandardCharsets.UTF_8)), "c", false, null);
    assertThat(parse(EventEncoder.encode(page)).path("entries").path(0).path("type").asText())
        .isEqualTo("message");
    return parse(json.getBytes(StandardCharsets.UTF_8)).path("data").toString();
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(40),
        Arbitraries.strings().withCharRange('\ud7ff', '\ue000').ofMaxLength(6),
        Arbitraries.of(
            "abcdefgh:1", "plaza", "1", "-1", "1e999999999999", "{}", "null", "\"", "\\"));
  }

  /** Of any length, far from one and close to it, in either notation. */
  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> digits =
        Arbitraries.integers()
            .flatMap(i -> Arbitraries.oneOf(Arbitraries.just(i % 20), Arbitraries.of(990, 998)))
            .map(length -> "1".repeat(Math.max(1, length)));
    Arbitrary<String> exponents =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.integers().between(-1_200, 1_200).map(e -> "e" + e),
            Arbitraries.of("E+00", "e-6", "E400", "e-2147483647", "E2147483647"));
    return Combinators.combine(Arbitraries.of("", "-", "0.", "-0.", "1."), digits, exponents)
        .as((start, number, exponent) -> start + number + exponent);
  }

  /** Up to more than may be. */
  @Provide
  Arbitrary<Integer> depths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 3), Arbitraries.integers().between(55, 70));
  }

  /** Good commands, with pieces put in, taken out, doubled or exchanged. */
  @Provide
  Arbitrary<String> faulty() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of(
                "\"",
                "\\",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\n",
                "null",
                "1e400",
                "1e-99999999999",
                "-",
                "\\ud800",
                "\\u0000",
                "\u0000",
                "\"id\":1,",
                "\"data\":",
                "99999999999999999999",
                "1E2147483648",
                "0.1e-2147483649"),
            Arbitraries.strings().ofMaxLength(3));
    Arbitrary<Integer> place = Arbitraries.integers().between(0, 120);
    return Combinators.combine(good(), pieces, place, place, pieces)
        .as(
            (json, piece, from, to, other) -> {
              int start = Math.min(from, json.length());
              int end = Math.clamp(to, start, Math.min(json.length(), start + 12));
              String once = json.substring(0, start) + piece + json.substring(end);
              int second = Math.min(to, once.length());
              return once.substring(0, second) + other + once.substring(second);
            });
  }

  private static Arbitrary<String> good() {
    return Arbitraries.of(
        "{\"type\":\"hello\",\"id\":1,\"name\":\"a\",\"rooms\":{\"a\":null,\"b\":\"abcdefgh:1\"}}",
        "{\"type\":\"say\",\"id\":2,\"room\":\"a\",\"key\":\"k\",\"text\":\"x\",\"replyTo\":null}",
        "{\"type\":\"say\",\"id\":2,\"room\":\"a\",\"data\":{\"a\":[1,2.5e3,{\"b\":null}],\"c\":true}}",
        "{\"type\":\"say\",\"id\":2,\"room\":\"a\",\"text\":\"x\",\"mentions\":[\"u\"],\"notify\":\"room\"}",
        "{\"type\":\"edit\",\"id\":2,\"room\":\"a\",\"mid\":\"abcdefgh12345678\",\"text\":\"x\"}",
        "{\"type\":\"react\",\"id\":2,\"room\":\"a\",\"mid\":\"abcdefgh12345678\",\"set\":[\"❤\"]}",
        "{\"type\":\"history\",\"id\":3,\"room\":\"a\",\"before\":\"abcdefgh:9\",\"limit\":5}",
        "{\"type\":\"signal\",\"room\":\"a\",\"topic\":\"t\",\"data\":\"\\ud83d\\ude00\"}");
  }
}
