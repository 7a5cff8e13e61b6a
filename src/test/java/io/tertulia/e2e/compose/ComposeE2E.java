package io.tertulia.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.socket.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker compose up --build --wait}, the file as it stands. */
@Tag("alone")
class ComposeE2E {
  private static final int TRIES = 20;
  private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(60);

  private static ComposeCluster cluster;

  @BeforeAll
  static void up() {
    cluster = ComposeCluster.up();
  }

  @AfterAll
  static void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void people_at_different_nodes_chat_through_traefik() {
    List<Guest> guests = guestsAtEveryNode("mesa");
    for (Guest speaker : guests) {
      speaker.says("this is " + speaker.node());
      guests.forEach(listener -> listener.hears("this is " + speaker.node()));
    }
    guests.forEach(Guest::close);
  }

  /** Else the limits of one address would be those of everybody together. */
  @Test
  void nodes_know_people_by_their_own_address_and_nobody_says_his_own() {
    String people =
        cluster
            .docker(
                "network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "tertulia_edge")
            .strip();
    Guest.enters(cluster.chat(), "ana", "addresses").close();
    URI plain = cluster.address();
    try (RawSocket socket = RawSocket.open(plain, "/chat/addresses", "X-Forwarded-For: 6.6.6.6")) {
      socket.frame();
    }
    assertThat(cluster.compose("logs", "--no-log-prefix", "node-1", "node-2", "node-3").lines())
        .filteredOn(line -> line.contains(" opened from "))
        .isNotEmpty()
        .allMatch(line -> line.contains(" opened from " + people));
  }

  @Test
  void the_page_is_there() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var page =
          http.send(HttpRequest.newBuilder(cluster.address()).build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Tertulia");
    }
  }

  @Test
  void health_and_measures_are_not() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI health = cluster.address().resolve("/q/health/ready");
      var answer = http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(404);
    }
  }

  /** Grafana is not at hand. */
  @Test
  void measures_are_collected_with_the_profile_monitoring() throws Exception {
    cluster.compose("--profile", "monitoring", "up", "-d", "--wait", "prometheus");
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(HEALTHY_WITHIN)
          .untilAsserted(
              () ->
                  assertThat(prometheus(http, "/api/v1/query?query=sum(up)"))
                      .as(prometheus(http, "/api/v1/targets"))
                      .contains("\"3\""));
      assertThat(prometheus(http, "/api/v1/rules")).contains("TertuliaRedisAway");
    } finally {
      cluster.compose("--profile", "monitoring", "rm", "--stop", "--force", "prometheus");
      cluster.docker("volume", "rm", "tertulia_prometheus");
    }
  }

  private static String prometheus(HttpClient http, String path) throws Exception {
    URI address = cluster.prometheus().resolve(path);
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void one_port_speaks_https_and_wss() {
    URI tls = URI.create("https://127.0.0.1:" + cluster.https());
    try (RawSocket socket = RawSocket.connectTls(tls, AnyCertificate.trust())) {
      socket.send(RawSocket.request("HEAD / HTTP/1.1", "Host: localhost"));
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
    }
    try (RawSocket socket =
        RawSocket.connectTls(tls, AnyCertificate.trust()).upgrade("/chat/tls")) {
      socket.frame();
      socket.send(HexFormat.ofDelimiter(" ").parseHex("81 84 37 fa 21 3d 7f 95 4d 5c"));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: Hola");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"traefik", "node-1", "node-2", "node-3", "redis", "secrets"})
  void a_container_can_do_little(String service) {
    assertThat(cluster.inspect(service, "{{.HostConfig.ReadonlyRootfs}}")).isEqualTo("true");
    assertThat(cluster.inspect(service, "{{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}"))
        .isEqualTo("[ALL] []");
    assertThat(cluster.inspect(service, "{{.HostConfig.Privileged}} {{.HostConfig.SecurityOpt}}"))
        .isEqualTo("false [no-new-privileges:true]");
    assertThat(cluster.inspect(service, "{{.HostConfig.Memory}}")).isNotEqualTo("0");
    assertThat(cluster.inspect(service, "{{.Config.User}}")).matches("[1-9]\\d+:[1-9]\\d+");
  }

  @Test
  void only_traefik_is_reached_from_outside_and_that_from_this_machine() {
    assertThat(cluster.compose("port", "traefik", "8080").strip())
        .isEqualTo("127.0.0.1:" + cluster.http());
    assertThat(cluster.compose("port", "traefik", "8443").strip())
        .isEqualTo("127.0.0.1:" + cluster.https());
    for (String service : List.of("node-1", "redis")) {
      assertThat(cluster.inspect(service, "{{.HostConfig.PortBindings}}")).isEqualTo("map[]");
    }
    for (String network : List.of("tertulia_chat", "tertulia_store")) {
      assertThat(cluster.docker("network", "inspect", "-f", "{{.Internal}}", network).strip())
          .isEqualTo("true");
    }
  }

  @Test
  void a_node_is_process_1() {
    assertThat(cluster.compose("exec", "node-1", "cat", "/proc/1/comm").strip()).isEqualTo("java");
  }

  /**
   * Where the cache of classes does not fit, this option ends the JVM instead of passing it over.
   */
  @Test
  void a_node_by_itself_gets_healthy_with_its_cache_of_classes() {
    String node =
        cluster.docker("run", "-d", "-e", "JDK_JAVA_OPTIONS=-XX:AOTMode=on", "tertulia").strip();
    try {
      await()
          .atMost(HEALTHY_WITHIN)
          .until(
              () -> cluster.docker("inspect", "-f", "{{.State.Health.Status}}", node).strip(),
              "healthy"::equals);
    } finally {
      cluster.docker("rm", "-f", node);
    }
  }

  @Test
  void the_image_does_not_start_with_a_setting_that_it_does_not_know() {
    assertThatThrownBy(
            () -> cluster.docker("run", "--rm", "-e", "TERTULIA_SOCKET_PIG=20s", "tertulia"))
        .hasMessageContaining(
            "There is no setting behind the environment variable TERTULIA_SOCKET_PIG:");
  }

  @Test
  void the_image_refuses_the_development_issuer() {
    assertThatThrownBy(
            () ->
                cluster.docker(
                    "run",
                    "--rm",
                    "-e",
                    "TERTULIA_ACCESS_DEVELOPMENT_SECRET=0123456789abcdef0123456789abcdef",
                    "tertulia"))
        .hasMessageContaining("The development issuer is refused here");
  }

  @Test
  void the_example_for_people_who_sign_in_gives_each_node_the_same() {
    String merged =
        cluster.docker(
            "compose",
            "-f",
            "docker-compose.yml",
            "-f",
            "src/docs/access/compose.yml",
            "config",
            "--format",
            "json");
    assertThat(merged).contains("TERTULIA_ACCESS_ISSUERS_PRIMARY_DISCOVERY");
    assertThat(merged.split("\"target\": \"/run/secrets/issuer.properties\"", -1))
        .as("three nodes")
        .hasSize(1 + 3);
  }

  @Test
  void redis_knows_nodes_and_nobody_else() {
    assertThat(redis("redis://127.0.0.1", "ping")).contains("NOAUTH");
    assertThat(redis("redis://probe:probe@127.0.0.1", "ping")).contains("PONG");
    assertThat(redis("redis://probe:probe@127.0.0.1", "get x")).contains("NOPERM");
  }

  @Test
  void what_was_said_outlives_down_and_nothing_outlives_down_with_volumes() throws IOException {
    try (Guest guest = Guest.enters(cluster.chat(), "ana", "yesterday")) {
      guest.says("see you tomorrow");
    }
    cluster.compose("down");
    assertThat(cluster.named("volume")).containsExactly("tertulia_redis", "tertulia_secrets");
    assertThat(cluster.nameless()).isEmpty();
    assertThat(cluster.named("network")).isEmpty();

    cluster.compose("up", "--wait");
    try (var history =
        cluster.address().resolve("/rooms/yesterday/messages").toURL().openStream()) {
      assertThat(new String(history.readAllBytes(), StandardCharsets.UTF_8))
          .contains("see you tomorrow");
    }

    cluster.compose("down", "--volumes");
    assertThat(cluster.named("volume")).isEmpty();
    assertThat(cluster.nameless()).isEmpty();
    cluster.compose("up", "--wait");
  }

  private static String redis(String address, String command) {
    return cluster.compose(
        "exec", "redis", "sh", "-c", "redis-cli --no-auth-warning -u " + address + " " + command);
  }

  /** Where a new one comes to is the proxy's choice, so some come and go. */
  private static List<Guest> guestsAtEveryNode(String room) {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < TRIES && guests.size() < ComposeCluster.NODES.size(); i++) {
      Guest guest = Guest.enters(cluster.chat(), "guest-" + i, room);
      if (guests.stream().anyMatch(other -> other.node().equals(guest.node()))) {
        guest.close();
      } else {
        guests.add(guest);
      }
    }
    assertThat(guests)
        .extracting(Guest::node)
        .containsExactlyInAnyOrderElementsOf(ComposeCluster.NODES);
    return guests;
  }
}
