package io.tertulia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code src/docs/protocol.md} is true: each of its examples happens. */
@QuarkusTest
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("src/docs/protocol.md");

  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @MethodSource("blocks")
  void each_example_happens(List<String> lines) throws Exception {
    new WireBlock(node).play(lines);
  }

  @Test
  void the_document_has_its_examples() throws IOException {
    assertThat(blocks()).hasSizeGreaterThanOrEqualTo(8);
  }

  static List<List<String>> blocks() throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.equals("```wire")) {
        blocks.add(new ArrayList<>());
        inside = true;
      } else if (line.equals("```")) {
        inside = false;
      } else if (inside) {
        blocks.getLast().add(line);
      }
    }
    return blocks;
  }
}
