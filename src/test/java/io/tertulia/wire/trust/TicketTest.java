package io.tertulia.wire.trust;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.security.token.SignedTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ticket opens one socket for whoever a token names. */
@QuarkusTest
@TestProfile(MembersOnly.class)
class TicketTest {
  private static final String HELLO = "{\"type\":\"hello\",\"id\":1}";
  private static final String PROBLEM = "application/problem+json";

  @TestHTTPResource("/")
  URI node;

  private final long end = Instant.now().plus(Duration.ofHours(1)).getEpochSecond() * 1_000;
  private final String token = SignedTokens.of("ana", "Ana", end);

  @Test
  void it_opens_a_bare_socket_as_the_one_who_took_it() throws IOException {
    String ticket = take(null);
    Link ana = Opening.of(node.resolve("/chat/tickets?ticket=" + ticket)).open();
    assertThat(ana.message().text()).isNotEmpty();
    ana.send("hola");
    assertThat(ana.message().text()).contains("hola");
    Link eva = Opening.of(node.resolve("/chat/tickets?ticket=" + take(null))).open();
    eva.message();
    ana.send("soy yo");
    assertThat(eva.message().text()).endsWith("soy yo");
    ana.abort();
    eva.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/chat/lobby"})
  void it_stands_for_the_token_in_the_first_hello_and_ends_with_it(String path) throws IOException {
    Link ana =
        Opening.of(node.resolve(path + "?ticket=" + take(null))).offering(Opening.JSON).open();
    ana.send(HELLO);
    assertThat(ana.message().text())
        .contains("\"you\":{\"id\":\"ana\",\"name\":\"Ana\"}", "\"expires\":" + end);
    ana.abort();
  }

  @Test
  void what_is_given_says_until_when_it_is_good_and_is_kept_by_no_cache() {
    long before = System.currentTimeMillis();
    long expires =
        post("Bearer " + token)
            .statusCode(201)
            .contentType("application/json")
            .header("Cache-Control", "no-store")
            .extract()
            .jsonPath()
            .getLong("expires");
    assertThat(expires).isBetween(before + 30_000, System.currentTimeMillis() + 30_000);
  }

  @Test
  void it_is_good_once() {
    String ticket = take(null);
    assertThat(upgrade("?ticket=" + ticket)).startsWith("HTTP/1.1 101 ");
    refused("?ticket=" + ticket);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%C3%B1", "a%0Ab"})
  void a_guess_and_what_has_another_shape_is_refused_with_a_sentence(String guess) {
    refused("?ticket=" + guess);
  }

  @Test
  void two_in_one_address_are_refused_and_not_used_up() {
    String ticket = take(null);
    assertThat(sentence("?ticket=" + ticket + "&ticket=" + ticket, "HTTP/1.1 400 "))
        .contains("come with one");
    assertThat(sentence("?ticket=" + ticket + "&ticket=", "HTTP/1.1 400 ")).isNotEmpty();
    assertThat(upgrade("?ticket=" + ticket)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void with_a_credential_beside_it_it_is_refused_and_not_used_up() {
    String ticket = "?ticket=" + take(null);
    for (String beside :
        new String[] {
          "Authorization: Bearer " + token,
          "Authorization: Bearer",
          "Sec-WebSocket-Protocol: " + Opening.JSON + ", tertulia.token." + token
        }) {
      assertThat(sentence(ticket, "HTTP/1.1 400 ", beside)).contains("not with both");
    }
    assertThat(upgrade(ticket, "Authorization: Basic YTpi")).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void an_upgrade_that_is_none_does_not_use_it_up() {
    String ticket = "?ticket=" + take(null);
    assertThat(upgrade(ticket, "Sec-WebSocket-Protocol: unknown")).startsWith("HTTP/1.1 400 ");
    assertThat(upgrade(ticket, "Origin: https://evil.example")).startsWith("HTTP/1.1 403 ");
    given().get(node.resolve("/chat" + ticket)).then().statusCode(426);
    assertThat(upgrade(ticket)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void what_a_page_took_is_good_for_that_page_alone() {
    String page = "http://localhost:8080";
    String ticket = "?ticket=" + take(page);
    refused(ticket);
    refused(ticket, "Origin: https://localhost:8080");
    assertThat(upgrade(ticket, "Origin: " + page)).startsWith("HTTP/1.1 101 ");
    refused("?ticket=" + take(null), "Origin: " + page);
  }

  @Test
  void a_token_in_the_address_stays_refused() {
    assertThat(sentence("?token=" + token + "&ticket=" + take(null), "HTTP/1.1 400 "))
        .contains("no token stands in one");
  }

  @Test
  void who_has_no_credential_gets_none() {
    given()
        .post(node.resolve("/tickets"))
        .then()
        .statusCode(401)
        .contentType(PROBLEM)
        .header("WWW-Authenticate", "Bearer")
        .body("code", equalTo(111))
        .body("detail", containsString("bring one"))
        .body("ticket", nullValue());
    post("Basic YTpi").statusCode(401).body("code", equalTo(111));
    post("Bearer").statusCode(401).body("code", equalTo(111));
    post("Bearer " + token + "x").statusCode(401).body("code", equalTo(111));
  }

  @Test
  void who_has_an_expired_one_is_told_so() {
    String old = SignedTokens.of("ana", "Ana", System.currentTimeMillis() - 120_000);
    post("Bearer " + old).statusCode(401).body("code", equalTo(112));
  }

  @Test
  void there_is_nothing_to_read_there() {
    given().get(node.resolve("/tickets")).then().statusCode(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tickets", "/tickets/"})
  void a_page_of_foreign_origin_gets_none(String path) {
    given()
        .header("Host", "localhost:8080")
        .header("Origin", "https://evil.example")
        .header("Authorization", "Bearer " + token)
        .post(node.resolve(path))
        .then()
        .statusCode(403);
  }

  @Test
  void a_page_of_an_allowed_origin_asks_first_and_may_read_the_answer() {
    String page = "http://localhost:8080";
    given()
        .header("Host", "localhost:8080")
        .header("Origin", page)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization")
        .options(node.resolve("/tickets"))
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", page)
        .header("Access-Control-Allow-Methods", containsString("POST"))
        .header("Access-Control-Allow-Headers", containsString("Authorization"));
    given()
        .header("Host", "localhost:8080")
        .header("Origin", page)
        .header("Authorization", "Bearer " + token)
        .post(node.resolve("/tickets"))
        .then()
        .statusCode(201)
        .header("Access-Control-Allow-Origin", page)
        .header("Vary", containsString("rigin"));
  }

  private void refused(String query, String... headers) {
    assertThat(sentence(query, "HTTP/1.1 401 ", headers)).contains("POST /tickets");
  }

  private String sentence(String query, String status, String... headers) {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head = socket.send(RawSocket.handshake("/chat" + query, headers)).response();
      assertThat(head).startsWith(status);
      return new String(socket.body(head), StandardCharsets.UTF_8);
    }
  }

  private String upgrade(String query, String... headers) {
    try (RawSocket socket = RawSocket.connect(node)) {
      return socket.send(RawSocket.handshake("/chat" + query, headers)).response();
    }
  }

  private ValidatableResponse post(String authorization) {
    return given().header("Authorization", authorization).post(node.resolve("/tickets")).then();
  }

  private String take(@Nullable String origin) {
    var request = given().header("Authorization", "Bearer " + token);
    if (origin != null) {
      request.header("Host", "localhost:8080").header("Origin", origin);
    }
    return request.post(node.resolve("/tickets")).then().statusCode(201).extract().path("ticket");
  }
}
