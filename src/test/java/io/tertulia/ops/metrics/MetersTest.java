package io.tertulia.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.ChatClient;
import io.tertulia.client.Management;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each measure moves by what real traffic does to it. */
@QuarkusTest
class MetersTest {
  @TestHTTPResource("/")
  URI node;

  @TestHTTPResource(value = "/", management = true)
  URI address;

  private final String room = "r" + UUID.randomUUID();
  private Management management;

  @BeforeEach
  void find() {
    management = new Management(address);
    await().until(() -> management.ready().startsWith("200"));
  }

  @Test
  void open_sockets_are_counted_and_the_nodes_own_conversation_is_not() {
    await().until(() -> management.measure("tertulia_connections_open") == 0);
    try (ChatClient ana = join();
        ChatClient bob = join()) {
      assertThat(management.measure("tertulia_connections_open")).isEqualTo(2);
    }
    await().until(() -> management.measure("tertulia_connections_open") == 0);
  }

  @Test
  void a_message_is_counted_once_and_its_delivery_for_each_member() {
    // More than there are event loops, so that some share one.
    List<ChatClient> members = Stream.generate(this::join).limit(9).toList();
    ChatClient ana = members.getFirst();
    try {
      double messages = management.measure("tertulia_messages_total");
      double deliveries = management.measure("tertulia_deliveries_total");
      double tasks = management.measure("tertulia_delivery_latency_seconds_count");
      for (int i = 0; i < 50; i++) {
        say(ana, 10 + i, "hola " + i);
        members.forEach(one -> one.await(message -> message.contains("\"text\":\"hola")));
      }
      assertThat(management.measure("tertulia_messages_total") - messages).isEqualTo(50);
      // Besides there are a change of presence and what the node says to itself.
      await()
          .untilAsserted(
              () ->
                  assertThat(management.measure("tertulia_deliveries_total") - deliveries)
                      .isBetween(450.0, 500.0));
      assertThat(management.measure("tertulia_delivery_latency_seconds_count") - tasks)
          .isBetween(50.0, 449.0);
      assertThat(management.get("/q/metrics"))
          .contains("tertulia_delivery_latency_seconds_bucket{le=\"0.001\"}");
    } finally {
      members.forEach(ChatClient::close);
    }
  }

  @Test
  void refusals_are_counted_by_code_at_every_door() throws IOException, InterruptedException {
    String notJoined = "tertulia_refusals_total{code=\"121\",name=\"not_joined\"}";
    String badJson = "tertulia_refusals_total{code=\"100\",name=\"bad_json\"}";
    double notJoinedBefore = management.measure(notJoined);
    double badJsonBefore = management.measure(badJson);
    try (ChatClient ana = join()) {
      ana.send("{\"type\":\"say\",\"id\":7,\"room\":\"elsewhere\",\"text\":\"hola\"}");
      ana.await(message -> message.contains("\"code\":121"));
      ana.send("no json");
      ana.await(message -> message.contains("\"code\":100"));
    }
    assertThat(post("no json")).isEqualTo(400);
    assertThat(management.measure(notJoined) - notJoinedBefore).isEqualTo(1);
    assertThat(management.measure(badJson) - badJsonBefore).isEqualTo(2);
  }

  @Test
  void a_reset_is_counted_by_its_reason() {
    String epoch = "tertulia_resets_total{reason=\"epoch\"}";
    double before = management.measure(epoch);
    try (ChatClient ana = join()) {
      ana.send("{\"type\":\"join\",\"id\":7,\"room\":\"elsewhere\",\"since\":\"zzzzzzzz:5\"}");
      assertThat(ana.await(message -> message.contains("\"type\":\"reset\""))).contains("epoch");
    }
    assertThat(management.measure(epoch) - before).isEqualTo(1);
  }

  @Test
  void rooms_and_the_size_of_the_log_can_be_seen() {
    await().until(() -> management.measure("tertulia_rooms_local") == 1);
    double rooms = management.measure("tertulia_log_rooms");
    double bytes = management.measure("tertulia_log_bytes");
    try (ChatClient ana = join()) {
      say(ana, 3, "x".repeat(10_000));
      assertThat(management.measure("tertulia_rooms_local")).isEqualTo(2);
      assertThat(management.measure("tertulia_log_rooms") - rooms).isEqualTo(1);
      assertThat(management.measure("tertulia_log_bytes") - bytes).isBetween(10_000.0, 12_000.0);
    }
  }

  @Test
  void nothing_is_measured_for_each_request_or_read() {
    assertThat(management.get("/q/metrics"))
        .contains("jvm_memory_used_bytes", "process_cpu_usage", "netty_allocator_memory_used")
        .doesNotContain("http_server_", "worker_pool_");
  }

  private ChatClient join() {
    ChatClient client = ChatClient.json(URI.create("ws://" + node.getAuthority() + "/chat"));
    client.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"" + room + "\":null}}");
    client.await(message -> message.contains("\"type\":\"joined\""));
    return client;
  }

  private void say(ChatClient client, int id, String text) {
    client.send(
        "{\"type\":\"say\",\"id\":%d,\"room\":\"%s\",\"text\":\"%s\"}".formatted(id, room, text));
    client.await(
        message -> message.contains("\"type\":\"ack\"") && message.contains("\"id\":" + id));
  }

  private int post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/rooms/" + room + "/messages"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
