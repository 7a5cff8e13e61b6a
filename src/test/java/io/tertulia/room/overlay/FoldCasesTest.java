package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of what entries amount to: what the page's JavaScript is held to, the fold of the log
 * is too.
 */
class FoldCasesTest {
  record Case(String name, List<Entry> entries, List<JsonNode> shown) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void who_applies_every_entry_shows_this(Case one) {
    assertThat(new FoldingReader().take(one.entries).shown()).isEqualTo(one.shown);
  }

  @ParameterizedTest
  @MethodSource("stored")
  void and_so_does_the_fold_of_what_is_stored(Case one) {
    assertThat(folded(one.entries)).isEqualTo(one.shown);
  }

  private static List<JsonNode> folded(List<Entry> entries) {
    Fold fold = Fold.of(entries);
    List<Entry> left = new ArrayList<>(entries);
    for (Entry entry : entries) {
      Deletion deletion = Deletion.by(entry);
      if (deletion != null) {
        left.replaceAll(deletion::of);
      }
    }
    return left.stream()
        .filter(entry -> StoredJson.isMessage(entry.json()))
        .map(fold::now)
        .map(FoldingReader::parse)
        .toList();
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = FoldCasesTest.class.getResourceAsStream("fold-cases.json")) {
      return list(Json.MAPPER.readTree(in)).stream().map(FoldCasesTest::read);
    }
  }

  /** Those that begin with what the log has, and not with what it shows. */
  static Stream<Case> stored() throws IOException {
    return cases()
        .filter(
            one ->
                one.entries.stream()
                    .noneMatch(
                        entry ->
                            new String(entry.json(), UTF_8).contains(",\"rev\":")
                                && !StoredJson.isSilent(entry.json())));
  }

  private static Case read(JsonNode one) {
    return new Case(
        one.path("name").asText(),
        list(one.path("entries")).stream().map(FoldCasesTest::entry).toList(),
        list(one.path("shown")));
  }

  private static Entry entry(JsonNode json) {
    Position position = new Position("epoch000", json.path("seq").asLong());
    byte[] bytes = json.toString().getBytes(UTF_8);
    return new Entry(position, json.path("mid").asText(), json.path("at").asLong(), bytes);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
