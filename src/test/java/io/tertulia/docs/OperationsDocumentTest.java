package io.tertulia.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code src/docs/operations.md} says of itself is so. */
class OperationsDocumentTest {
  private static final Path DOCUMENT = Path.of("src/docs/operations.md");
  private static final Path RULES = Path.of("src/main/monitoring/alerts.yml");
  private static final String OWN = "OperationsE2E";
  private static final Path TESTS = Path.of("src/test/java");

  @Test
  void every_block_of_commands_is_run_by_a_test_or_says_that_nobody_has() throws IOException {
    assertThat(CommandBlock.of(DOCUMENT))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            block ->
                assertThat(block.isNotRun() || exists(block.test(OWN)))
                    .as("what stands before\n%s\n%s", block.script(), block.mark())
                    .isTrue());
  }

  /** Who runs a command is for those who change the page. */
  @Test
  void a_reader_does_not_stumble_over_marks() throws IOException {
    String seen = Files.readString(DOCUMENT).replaceAll("<!--.*?-->", "");
    assertThat(seen).doesNotContainPattern("(?m)^\\W*(run by|not run here)");
  }

  /** Beside this page's own, which runs each block as it stands. */
  @Test
  void a_test_that_is_named_has_the_words_of_the_command() throws IOException {
    List<CommandBlock> others =
        CommandBlock.of(DOCUMENT).stream()
            .filter(block -> !block.isNotRun() && !block.test(OWN).equals(OWN))
            .toList();
    assertThat(others).isNotEmpty();
    for (CommandBlock block : others) {
      String sources = sourcesBeside(block.test(OWN));
      assertThat(words(block))
          .as(block.script())
          .isNotEmpty()
          .allSatisfy(word -> assertThat(sources).contains("\"" + word + "\""));
    }
  }

  @Test
  void every_alert_has_its_heading_and_every_heading_its_alert() throws IOException {
    String alerts = Files.readString(DOCUMENT).split("\n## Alerts\n")[1].split("\n## ")[0];
    assertThat(find("(?m)^### (\\w+)$", alerts)).isEqualTo(names()).hasSizeGreaterThan(5);
  }

  @Test
  void every_alert_leads_to_its_heading() throws IOException {
    assertThat(find("runbook: \"src/docs/operations.md#(\\w+)\"", Files.readString(RULES)))
        .isEqualTo(names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  @Test
  void what_it_links_to_is_there() throws IOException {
    String text = Files.readString(DOCUMENT);
    List<String> headings =
        find("(?m)^#+ (.+)$", text).stream()
            .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();
    assertThat(find("]\\(#([^)]+)\\)", text)).isNotEmpty().allMatch(headings::contains);
    assertThat(find("]\\(([^#)]+)\\)", text))
        .isNotEmpty()
        .allMatch(link -> Files.exists(DOCUMENT.resolveSibling(link)));
  }

  private static List<String> names() throws IOException {
    return find("- alert: (\\w+)", Files.readString(RULES));
  }

  private static boolean exists(String test) throws IOException {
    return !test.isEmpty() && file(test).findAny().isPresent();
  }

  private static Stream<Path> file(String test) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files.filter(file -> file.endsWith(test + ".java")).toList().stream();
    }
  }

  private static String sourcesBeside(String test) throws IOException {
    try (Stream<Path> files = Files.list(file(test).findAny().orElseThrow().getParent())) {
      return files.map(OperationsDocumentTest::read).collect(joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the program, and without numbers. */
  private static List<String> words(CommandBlock block) {
    return block
        .script()
        .lines()
        .flatMap(line -> Stream.of(line.split("\\s+")).skip(1))
        .filter(word -> !word.matches("\\d+"))
        .toList();
  }

  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
