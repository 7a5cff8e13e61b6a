package io.tertulia.wire.trust;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.redis.RedisServer;
import io.tertulia.security.token.SignedTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tickets of a node that keeps them in Redis: an upgrade waits for what that says. */
@QuarkusTest
@TestProfile(MembersOfCluster.class)
class ClusterTicketTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  RedisServer redis;

  @TestHTTPResource("/")
  URI node;

  private final String token = token("ana");

  @BeforeEach
  void waitForRedis() {
    String warden = token("warden");
    await().atMost(SOON).until(() -> post(warden).statusCode() != 503);
  }

  @Test
  void a_ticket_opens_one_socket() throws IOException {
    String ticket = take();
    Link ana = Opening.of(node.resolve("/?ticket=" + ticket)).offering(Opening.JSON).open();
    ana.send("{\"type\":\"hello\",\"id\":1}");
    assertThat(ana.message().text()).contains("\"id\":\"ana\"");
    ana.abort();
    assertThat(head(ticket)).startsWith("HTTP/1.1 401 ");
    Link bare = Opening.of(node.resolve("/chat/tickets?ticket=" + take())).open();
    assertThat(bare.message().text()).isNotEmpty();
    bare.send("hola");
    assertThat(bare.message().text()).endsWith("hola");
    bare.abort();
  }

  @Test
  void while_redis_is_away_it_is_not_known_whether_a_ticket_is_good() {
    String ticket = take();
    redis.kill();
    try (RawSocket socket = RawSocket.connect(node)) {
      String head = socket.send(RawSocket.handshake("/chat?ticket=" + ticket)).response();
      assertThat(head).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After");
      assertThat(new String(socket.body(head), StandardCharsets.UTF_8)).contains("not known now");
    } finally {
      redis.startAgain();
    }
  }

  @Test
  void while_redis_is_away_none_is_given() {
    redis.kill();
    try {
      post(token).then().statusCode(503).header("Retry-After", "2").body("code", equalTo(140));
    } finally {
      redis.startAgain();
    }
  }

  @Test
  void who_asks_for_too_many_is_told_to_wait_and_others_are_not() {
    String flood = token("flood");
    int asked = 0;
    Response answer = post(flood);
    while (answer.statusCode() != 429 && asked++ < 500) {
      answer = post(flood);
    }
    answer.then().statusCode(429).header("Retry-After", notNullValue()).body("code", equalTo(130));
    assertThat(take()).isNotEmpty();
  }

  private String take() {
    return post(token).then().statusCode(201).extract().path("ticket");
  }

  private static String token(String id) {
    return SignedTokens.of(id, "Ana", Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
  }

  private Response post(String token) {
    return given().header("Authorization", "Bearer " + token).post(node.resolve("/tickets"));
  }

  private String head(String ticket) {
    try (RawSocket socket = RawSocket.connect(node)) {
      return socket.send(RawSocket.handshake("/chat?ticket=" + ticket)).response();
    }
  }
}
