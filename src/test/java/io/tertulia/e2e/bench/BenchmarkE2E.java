package io.tertulia.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark as it stands, as short as it gets: everything is built and runs, nobody misses a
 * message, and no figure is missing. How fast anything is it does not ask.
 */
@Tag("alone")
class BenchmarkE2E {
  private static final File LOG = new File("target/bench/smoke.log");
  private static final List<String> ALL =
      List.of(
          "the limit: a write per member, in C",
          "tertulia, one node in memory",
          "  its frames through Netty",
          "  its frames by sendText",
          "tertulia, one node with Redis",
          "Node ws",
          "Node ws + Redis",
          "Socket.IO + Redis",
          "Go centrifuge, memory",
          "Go centrifuge + Redis",
          "Go centrifuge + Redis + history");

  /** The smoke leaves the others out here; each of them is started above. */
  private static final List<String> IDLE = List.of(ALL.get(0), ALL.get(1), ALL.get(5));

  @Test
  void every_server_serves_everybody_and_every_figure_is_there()
      throws IOException, InterruptedException {
    assertThat(LOG.getParentFile().isDirectory() || LOG.getParentFile().mkdirs()).isTrue();
    Process benchmark =
        new ProcessBuilder("src/bench/benchmark", "smoke")
            .redirectErrorStream(true)
            .redirectOutput(LOG)
            .start();
    assertThat(benchmark.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(benchmark.exitValue()).as("see " + LOG).isZero();
    assertThat(names("calm", 1)).isEqualTo(ALL);
    assertThat(names("pair", 1)).hasSize(3);
    assertThat(names("idle", 2)).isEqualTo(IDLE);
  }

  /** The first column; every other has to say something, and one more than nothing. */
  private static List<String> names(String part, int most) throws IOException {
    JsonNode rows =
        new ObjectMapper().readTree(new File("target/bench", part + ".json")).get("rows");
    return rows.valueStream().map(row -> name(row, most)).toList();
  }

  private static String name(JsonNode row, int most) {
    assertThat(row.valueStream().map(JsonNode::asText)).noneMatch(String::isBlank);
    assertThat(Double.parseDouble(row.get(most).asText())).as(row.toString()).isPositive();
    return row.get(0).asText();
  }
}
