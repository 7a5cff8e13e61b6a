package io.tertulia.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code src/docs/security.md} says of the attacks is so. */
class SecurityDocumentTest {
  private static final Path DOCUMENT = Path.of("src/docs/security.md");
  private static final Path TESTS = Path.of("src/test/java");

  @Test
  void it_has_each_attack_of_the_suite_and_no_other() throws IOException {
    assertThat(find("(?m)^\\| `([a-z]+)` \\|"))
        .containsExactlyElementsOf(Arrays.stream(Known.values()).map(Known::word).toList());
  }

  @Test
  void each_test_that_it_names_is_there() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(find("`(\\w+(?:Test|E2E|IT|Property))`"))
          .hasSizeGreaterThan(15)
          .allMatch(test -> names.contains(test + ".java"));
    }
  }

  @Test
  void each_page_that_it_links_to_is_there() throws IOException {
    assertThat(find("]\\(([^#)]+)\\)"))
        .isNotEmpty()
        .allMatch(link -> Files.exists(DOCUMENT.resolveSibling(link)));
  }

  private static List<String> find(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
