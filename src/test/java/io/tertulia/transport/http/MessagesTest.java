package io.tertulia.transport.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tertulia.client.ChatClient;
import io.tertulia.client.socket.RawSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Saying and reading over HTTP, and what is answered to requests that are none. */
@QuarkusTest
class MessagesTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json";

  @TestHTTPResource("/")
  URI node;

  private final String room = "http-" + UUID.randomUUID();

  @Test
  void what_was_said_can_be_read() {
    post(JSON, "{\"text\":\"hola\"}").statusCode(201).body("seq", equalTo(1));
    read("").body("entries", hasSize(1)).body("entries[0].text", equalTo("hola"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN"})
  void plain_text_is_said_as_it_is(String type) {
    post(type, "{\"no\": json}").statusCode(201);
    read("").body("entries[0].text", equalTo("{\"no\": json}"));
  }

  @ParameterizedTest
  @CsvSource({"Lámpara, L%C3%A1mpara", "night shift, night+shift", "Ana, %20Ana%20"})
  void a_script_says_its_name(String name, String encoded) {
    given()
        .urlEncodingEnabled(false)
        .contentType(JSON)
        .body("{\"text\":\"hola\"}")
        .post(URI.create(messages() + "?name=" + encoded))
        .then()
        .statusCode(201);
    read("").body("entries[0].from.name", equalTo(name));
  }

  @Test
  void the_name_does_not_make_a_retry_somebody_else() {
    String key = UUID.randomUUID().toString();
    for (int status : new int[] {201, 200}) {
      given()
          .header("Idempotency-Key", key)
          .contentType(JSON)
          .body("{\"text\":\"hola\"}")
          .post(URI.create(messages() + "?name=try" + status))
          .then()
          .statusCode(status);
    }
    read("").body("entries", hasSize(1)).body("entries[0].from.name", equalTo("try201"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%20", "a%0Ab", "a%E2%80%AEb", "ni%F1o"})
  void a_name_that_cannot_be_shown_is_refused_and_nothing_is_said(String encoded) {
    given()
        .urlEncodingEnabled(false)
        .contentType(JSON)
        .body("{\"text\":\"hola\"}")
        .post(URI.create(messages() + "?name=" + encoded))
        .then()
        .statusCode(400)
        .contentType(startsWith(PROBLEM))
        .body("code", equalTo(102))
        .body("field", equalTo("name"));
    read("").body("entries", hasSize(0));
  }

  @Test
  void a_body_without_a_type_is_json() {
    given()
        .noContentType()
        .body("{\"text\":\"hola\"}".getBytes(StandardCharsets.UTF_8))
        .post(messages())
        .then()
        .statusCode(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense|400|100",
        "[1]|400|100",
        "{}|400|102",
        "{\"text\":\"\"}|400|102",
        "{\"text\":1}|400|102",
        "{\"text\":\"a\",\"text\":\"b\"}|400|100",
        "{\"text\":\"a\",\"data\":1}|400|102",
        "{\"text\":\"\\u0000\"}|400|102",
        "{\"text\":\"\\ud800\"}|400|102",
        "{\"text\":\"a\",\"replyTo\":\"short\"}|400|102",
        "{\"text\":\"a\",\"replyTo\":\"AAAAAAAAAAAAAAAA\"}|404|123"
      })
  void a_body_that_says_nothing_is_refused_with_its_code(String body, int status, int code) {
    post(JSON, body)
        .statusCode(status)
        .contentType(startsWith(PROBLEM))
        .body("code", equalTo(code));
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    given()
        .contentType(JSON)
        .body(new byte[] {(byte) 0xff, '{', '}'})
        .post(messages())
        .then()
        .statusCode(400)
        .body("code", equalTo(100));
  }

  @Test
  void the_largest_text_goes_through_and_one_byte_more_does_not() {
    post("text/plain", "x".repeat(65_536)).statusCode(201);
    post("text/plain", "x".repeat(65_537)).statusCode(413).body("code", equalTo(103));
  }

  @Test
  void the_largest_text_goes_through_however_a_client_escapes_it() {
    post(JSON, "{\"text\":\"" + "\\u0061".repeat(65_536) + "\"}").statusCode(201);
    post(JSON, "{\"text\":\"" + "\\u0061".repeat(65_537) + "\"}")
        .statusCode(413)
        .body("code", equalTo(103));
  }

  @Test
  void a_body_as_large_as_a_frame_may_be_is_read_and_a_larger_one_is_not() {
    post(JSON, "{\"text\":\"a\"}" + " ".repeat(409_600 - 12)).statusCode(201);
    post(JSON, "{\"text\":\"b\"}" + " ".repeat(409_601 - 12)).statusCode(413);
    read("").body("entries", hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=-1,limit",
    "limit=1000000000,limit",
    "limit=x,limit",
    "after=nonsense,after",
    "before=nonsense,before"
  })
  void a_query_that_makes_no_sense_is_refused_by_its_field(String query, String field) {
    given()
        .get(URI.create(messages() + "?" + query))
        .then()
        .statusCode(400)
        .body("code", equalTo(102))
        .body("field", equalTo(field));
  }

  @Test
  void a_key_that_is_none_and_a_credential_that_is_none_are_refused() {
    given()
        .header("Idempotency-Key", "no key")
        .contentType(JSON)
        .body("{\"text\":\"a\"}")
        .post(messages())
        .then()
        .statusCode(400)
        .body("field", equalTo("Idempotency-Key"));
    given()
        .header("Authorization", "Bearer forged")
        .contentType(JSON)
        .body("{\"text\":\"a\"}")
        .post(messages())
        .then()
        .statusCode(401)
        .body("code", equalTo(111));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Taller!", "a+b", "a@b:c", "(a)"})
  void a_room_that_is_none_is_told_what_one_is(String word) {
    given()
        .urlEncodingEnabled(false)
        .get(URI.create(node.resolve("/rooms/") + word + "/messages"))
        .then()
        .statusCode(400)
        .body("code", equalTo(120));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "bearer\t", "Bearer  ", "Bearer \t forged"})
  void a_credential_of_nothing_makes_no_guest(String credential) {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head =
          RawSocket.request(
              "POST /rooms/" + room + "/messages HTTP/1.1",
              "Host: localhost:8080",
              "Content-Type: text/plain",
              "Content-Length: 4",
              "Authorization: " + credential);
      assertThat(socket.send(head + "hola").response())
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("\r\nwww-authenticate: bearer\r\n");
    }
    read("").body("entries", hasSize(0));
  }

  @Test
  void of_two_credentials_none_counts() {
    given()
        .header("Authorization", "Basic YTpi", "Bearer forged")
        .contentType(JSON)
        .body("{\"text\":\"a\"}")
        .post(messages())
        .then()
        .statusCode(401);
  }

  @Test
  void a_guest_of_the_socket_is_the_same_guest_over_http() {
    try (ChatClient socket = ChatClient.json(URI.create("ws://" + node.getAuthority() + "/chat"))) {
      socket.send("{\"type\":\"hello\",\"id\":1,\"name\":\"Eva\"}");
      String welcome = socket.next();
      String resume = welcome.replaceAll(".*\"resume\":\"([^\"]+)\".*", "$1");
      given()
          .header("Authorization", "Bearer " + resume)
          .contentType(JSON)
          .body("{\"text\":\"a\"}")
          .post(messages())
          .then()
          .statusCode(201);
      String id = read("").extract().path("entries[0].from.id");
      assertThat(welcome).contains("\"id\":\"" + id + "\"");
    }
  }

  @Test
  void what_the_room_shows_of_a_key_cannot_be_computed_from_the_key() throws Exception {
    given()
        .header("Idempotency-Key", "order-4711")
        .contentType(JSON)
        .body("{\"text\":\"a\"}")
        .post(messages())
        .then()
        .statusCode(201);
    String shown = read("").extract().asString();
    for (String word : List.of("order-4711", "guest\norder-4711", "public\norder-4711")) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
      assertThat(shown)
          .doesNotContain("order-4711")
          .doesNotContain(Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, 12)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\rb", "a\nb"})
  void each_end_of_a_line_is_one_line_feed(String text) {
    post("text/plain", text).statusCode(201);
    read("").body("entries[0].text", equalTo("a\nb"));
  }

  @Test
  void a_page_of_foreign_origin_may_not_say_anything() {
    given()
        .header("Origin", "https://evil.example")
        .contentType(JSON)
        .body("{\"text\":\"a\"}")
        .post(messages())
        .then()
        .statusCode(403)
        .body("code", equalTo(113));
    read("").body("entries", hasSize(0));
  }

  private URI messages() {
    return node.resolve("/rooms/" + room + "/messages");
  }

  private ValidatableResponse post(String type, String body) {
    return given()
        .header("Content-Type", type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(messages())
        .then();
  }

  private ValidatableResponse read(String query) {
    return given().get(URI.create(messages() + query)).then().statusCode(200);
  }
}
