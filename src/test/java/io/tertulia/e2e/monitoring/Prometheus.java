package io.tertulia.e2e.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real Prometheus with our own configuration, in which only addresses and pace are changed. */
final class Prometheus implements AutoCloseable {
  private static final Path OURS = Path.of("src", "main", "monitoring");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port = FreePort.choose();
  private final Path folder;
  private final Process process;

  Prometheus(List<PackagedNode> nodes) throws IOException {
    Files.createDirectories(Path.of("target", "prometheus"));
    folder = Files.createTempDirectory(Path.of("target", "prometheus"), "prometheus-");
    Files.copy(OURS.resolve("alerts.yml"), folder.resolve("alerts.yml"));
    Files.writeString(folder.resolve("prometheus.yml"), configuration(nodes));
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  private static String configuration(List<PackagedNode> nodes) throws IOException {
    String targets =
        nodes.stream()
            .map(node -> "\"127.0.0.1:" + node.managementPort() + "\"")
            .collect(Collectors.joining(", "));
    return Files.readString(OURS.resolve("prometheus.yml"))
        .replaceAll("interval: 10s", "interval: 1s")
        .replaceAll("targets: \\[.*]", "targets: [" + targets + "]");
  }

  /** The series that answer a query now. */
  JsonNode query(String query) throws IOException {
    return get("query?query=" + URLEncoder.encode(query, UTF_8)).path("result");
  }

  /** Every rule, as it was evaluated last. */
  JsonNode rules() throws IOException {
    return get("rules").path("groups").path(0).path("rules");
  }

  private JsonNode get(String path) throws IOException {
    URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    try {
      JsonNode answer =
          JSON.readTree(
              HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(path + " was answered " + answer);
      }
      return answer.path("data");
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
