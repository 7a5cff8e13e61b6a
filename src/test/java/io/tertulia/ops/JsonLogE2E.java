package io.tertulia.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.ChatClient;
import io.tertulia.e2e.PackagedNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What machines read that collect logs. */
class JsonLogE2E {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void one_switch_makes_each_line_of_the_log_an_object() throws IOException {
    String log = lifeOf(PackagedNode.start("quarkus.log.console.json.enabled=true"));
    List<String> lines = log.lines().toList();
    assertThat(lines).hasSizeGreaterThan(5);
    for (String line : lines) {
      JsonNode told = JSON.readTree(line);
      assertThat(told.path("message").asText()).as(line).isNotBlank();
      assertThat(told.path("level").asText()).as(line).isIn("INFO", "WARN");
      assertThat(told.path("timestamp").asText()).as(line).contains("T");
    }
    assertThat(log).contains("opened from 127.0.0.1", "Tertulia is open at", "drained in");
  }

  @Test
  void without_it_a_line_is_for_people() {
    assertThat(lifeOf(PackagedNode.start()).lines()).noneMatch(line -> line.startsWith("{"));
  }

  private static String lifeOf(PackagedNode node) {
    try (node) {
      ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat")).close();
    }
    return node.log();
  }
}
