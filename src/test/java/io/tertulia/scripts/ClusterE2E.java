package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.Management;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's way to a cluster, as a newcomer takes it. */
class ClusterE2E {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static RunningCluster cluster;
  private static long firstNode2;
  private static long firstRedis;

  @BeforeAll
  static void start() {
    cluster = RunningCluster.start(2);
    firstNode2 = cluster.node(2).pid();
    firstRedis = cluster.redis().pid();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void it_says_where_its_nodes_are_and_how_to_kill_and_start_one() {
    assertThat(cluster.screen())
        .contains(
            "node-1 is ready",
            "node-2 is ready",
            cluster.url(1) + " ",
            cluster.url(2) + " ",
            "127.0.0.1:" + cluster.redisPort(),
            "kill -9 " + firstNode2,
            "kill -9 " + firstRedis);
    for (int node = 1; node <= 2; node++) {
      assertThat(Management.at(cluster.managementPort(node)).ready()).startsWith("200");
    }
  }

  @Test
  void a_node_takes_a_message() {
    assertThat(say(1, "hola")).contains("\"seq\"");
    assertThat(read(1)).contains("hola");
  }

  @Test
  void what_is_said_on_one_node_is_read_on_the_other() {
    say(1, "adiós");
    assertThat(read(2)).contains("adiós");
  }

  @Test
  void a_killed_node_is_told_in_one_line_and_started_again_by_the_printed_command() {
    ProcessHandle killed = cluster.node(2);
    killed.destroyForcibly();
    cluster.awaitScreen("node-2 (process " + killed.pid() + ") has ended; the others go on.");

    assertThat(cluster.typeShown("cluster node 2"))
        .startsWith("node-2 is back at " + cluster.url(2));
    assertThat(cluster.node(2).pid()).isNotEqualTo(killed.pid());
    assertThat(Management.at(cluster.managementPort(2)).ready()).startsWith("200");
    assertThat(cluster.screen()).doesNotContain("Killed");
  }

  @Test
  void a_killed_redis_is_told_in_one_line_and_started_again_with_what_it_held() {
    ask("SET", "kept", "yes");
    // Written to its file each second; Redis itself says when.
    await().until(() -> ask("INFO", "persistence").contains("aof_pending_bio_fsync:0"));
    ProcessHandle killed = cluster.redis();
    killed.destroyForcibly();
    cluster.awaitScreen("Redis has ended;");

    assertThat(cluster.typeShown("cluster redis")).startsWith("Redis is back at 127.0.0.1:");
    assertThat(cluster.redis().pid()).isNotEqualTo(killed.pid());
    assertThat(ask("GET", "kept")).isEqualTo("yes");
    assertThat(ask("CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
  }

  @Test
  void what_runs_is_not_started_twice() {
    assertThat(cluster.run("2")).startsWith("A cluster runs here already (process ");
    assertThat(cluster.run("node", "1")).startsWith("node-1 runs already (process ");
    assertThat(cluster.run("redis")).startsWith("Redis runs already (process ");
    assertThat(cluster.run("node", "3"))
        .startsWith("There is no node 3: this cluster has the nodes 1 to 2.");
  }

  @Test
  void a_signal_stops_everything_and_the_next_start_has_what_was_kept() throws IOException {
    try (RunningCluster other = RunningCluster.start(1)) {
      ProcessHandle node = other.node(1);
      other.ask("SET", "kept", "yes");
      String secret = secretOf(other);

      assertThat(other.stop()).isZero();
      assertThat(node.isAlive()).isFalse();
      assertThatThrownBy(() -> other.ask("PING")).hasRootCauseInstanceOf(ConnectException.class);

      other.startAgain();
      assertThat(other.ask("GET", "kept")).isEqualTo("yes");
      assertThat(secretOf(other)).isEqualTo(secret).hasSize(64);
    }
  }

  private static String secretOf(RunningCluster of) throws IOException {
    Path secret = of.folder().resolve("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    return Files.readString(secret);
  }

  private static String ask(String... command) {
    return cluster.ask(command);
  }

  private static String say(int node, String text) {
    return send(
        messages(node)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}")));
  }

  private static String read(int node) {
    return send(messages(node));
  }

  private static HttpRequest.Builder messages(int node) {
    return HttpRequest.newBuilder(URI.create(cluster.url(node) + "/rooms/lobby/messages"));
  }

  private static String send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
