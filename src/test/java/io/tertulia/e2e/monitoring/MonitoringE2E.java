package io.tertulia.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.ChatClient;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is shown and told, by a real Prometheus that has watched a talking cluster. */
class MonitoringE2E {
  private static final Path RULES = Path.of("src", "main", "monitoring", "alerts.yml");
  private static final Path RULE_TESTS = Path.of("src", "test", "monitoring", "alerts.yml");
  private static final Path DASHBOARD = Path.of("src", "main", "monitoring", "dashboard.json");
  private static final Duration SOON = Duration.ofSeconds(60);

  private int ids = 10;

  @Test
  void every_panel_has_a_series_and_every_alert_is_evaluated() throws IOException {
    try (RedisServer redis = RedisServer.start();
        PackagedNode one = node(redis);
        PackagedNode two = node(redis);
        ChatClient ana = join(one);
        ChatClient bob = join(two);
        Prometheus prometheus = new Prometheus(List.of(one, two))) {
      await()
          .atMost(SOON)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                talk(ana, bob);
                return prometheus.query("rate(tertulia_messages_total[20s]) > 0").size() == 2;
              });
      assertThat(queries()).hasSizeGreaterThan(20);
      for (String query : queries()) {
        assertThat(values(prometheus.query(query)))
            .as(query)
            .isNotEmpty()
            .allSatisfy(value -> assertThat(value).isNotNaN());
      }
      await()
          .atMost(SOON)
          .until(
              () -> Set.copyOf(prometheus.rules().findValuesAsText("health")),
              Set.of("ok")::equals);
      assertThat(prometheus.rules().findValuesAsText("name")).isEqualTo(alerts());
      assertThat(prometheus.rules().findValuesAsText("state")).doesNotContain("firing");

      redis.kill();
      await()
          .atMost(SOON)
          .until(() -> prometheus.rules().path(0).path("state").asText().equals("firing"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules src/main/monitoring/alerts.yml",
        "check config src/main/monitoring/prometheus.yml",
        "test rules src/test/monitoring/alerts.yml"
      })
  void promtool_is_content(String arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("promtool"), Stream.of(arguments.split(" "))).toList();
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void every_alert_is_seen_quiet_and_firing_in_the_tests_of_the_rules() throws IOException {
    assertThat(find("alertname: (\\w+), exp_alerts: \\[]", RULE_TESTS)).isEqualTo(alerts());
    assertThat(find("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels", RULE_TESTS))
        .isEqualTo(alerts());
  }

  private static List<String> alerts() throws IOException {
    return find("- alert: (\\w+)", RULES);
  }

  private static List<String> find(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Of every panel, with the interval that Grafana would choose. */
  private static List<String> queries() throws IOException {
    return new ObjectMapper()
        .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
            .map(query -> query.replace("$__rate_interval", "20s"))
            .toList();
  }

  private static List<Double> values(JsonNode series) {
    return StreamSupport.stream(series.spliterator(), false)
        .map(one -> one.path("value").path(1).asDouble(Double.NaN))
        .toList();
  }

  private void talk(ChatClient... people) {
    for (ChatClient person : people) {
      String id = "\"id\":" + ids++;
      person.send("{\"type\":\"say\"," + id + ",\"room\":\"lobby\",\"text\":\"hola\"}");
      person.await(message -> message.contains("\"type\":\"ack\"") && message.contains(id));
    }
  }

  private static PackagedNode node(RedisServer redis) {
    return PackagedNode.start("quarkus.redis.hosts=" + redis.url());
  }

  private static ChatClient join(PackagedNode node) {
    ChatClient client = ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat"));
    client.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"lobby\":null}}");
    client.await(message -> message.contains("\"type\":\"joined\""));
    return client;
  }
}
