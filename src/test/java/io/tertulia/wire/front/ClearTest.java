package io.tertulia.wire.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.log.LoggedLines;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could read in two ways, and those that are refused with words. */
@QuarkusTest
@TestProfile(SmallFront.class)
class ClearTest {
  private static final String HOST = "Host: localhost:8080";

  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host:",
        "Host: localhost:8080|Host: localhost:8080",
        "Host: localhost:8080|Host: evil.example",
        "Host: a b",
        "Host: a,b",
        "Host: localhost:port",
        "Host: [::1",
        "Host: user@localhost",
        "Host: %6cocalhost",
        "Host: localhost|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Host: localhost|Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Host: localhost|Transfer-Encoding: gzip, chunked",
        "Host: localhost|Transfer-Encoding: chunked, chunked",
        "Host: localhost|Transfer-Encoding: xchunked",
        "Host: localhost|Transfer-Encoding: chunked|Content-Length: 5",
        "Host: localhost|Content-Length: 5|Content-Length: 6",
        "Host: localhost|Connection: keep-alive|Connection: close"
      })
  void a_head_that_could_mean_two_things_is_refused_in_one_line(String headers) {
    try (LoggedLines log = LoggedLines.of("");
        RawSocket socket = RawSocket.connect(node)) {
      boolean body = headers.contains("Transfer-Encoding") || headers.contains("Content-Length");
      String head =
          RawSocket.request(
              (body ? "POST" : "GET") + " /rooms/clear/messages HTTP/1.1",
              "Content-Type: text/plain",
              headers.replace("|", "\r\n"));
      assertThat(socket.send(head + (body ? "5\r\nhello\r\n0\r\n\r\n" : "")).response())
          .startsWith("HTTP/1.1 400 ");
      assertThat(log.records())
          .noneMatch(line -> line.getLevel().intValue() > Level.INFO.intValue());
    }
  }

  @Test
  void two_connection_headers_make_no_socket() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.handshake("/chat", "Connection: keep-alive"));
      assertThat(socket.response()).startsWith("HTTP/1.1 400 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/rooms/clear/messages",
        "http://localhost:80801/rooms/clear/messages"
      })
  void an_address_of_another_host_than_host_is_refused(String uri) {
    assertThat(answerTo("GET " + uri + " HTTP/1.1", HOST)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void a_whole_address_of_the_same_host_is_read() {
    assertThat(answerTo("GET http://localhost:8080/rooms/clear/messages HTTP/1.1", HOST))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "mine.example.evil.example",
        "ours.example"
      })
  void a_name_that_leads_here_and_is_not_ours_is_told_what_to_set(String host) {
    String answer = answerTo("GET /rooms/clear/messages HTTP/1.1", "Host: " + host);
    assertThat(answer).startsWith("HTTP/1.1 421 ").contains("tertulia.security.hosts");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.handshake("/chat").replace("localhost:8080", host));
      assertThat(socket.response()).startsWith("HTTP/1.1 421 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.localhost:8080",
        "127.0.0.1:8080",
        "192.168.1.20",
        "[::1]:8080",
        "[2001:db8::7]",
        "my-machine:8080",
        "friend.example",
        "MINE.example.",
        "a.ours.example:443"
      })
  void addresses_own_names_and_those_of_the_list_are_answered(String host) {
    assertThat(answerTo("GET /rooms/clear/messages HTTP/1.1", "Host: " + host))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_sub_protocol_in_a_second_line_counts() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(
          RawSocket.handshake(
              "/chat",
              "Sec-WebSocket-Protocol: other",
              "Sec-WebSocket-Protocol: tertulia.v1.json"));
      assertThat(socket.response())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nsec-websocket-protocol: tertulia.v1.json\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%F1", "%zz", "%", "%4", "a%C3"})
  void a_name_that_cannot_be_read_is_refused_with_a_sentence(String name) {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.handshake("/chat?name=" + name, "Accept: text/plain"));
      socket.shutOutput();
      assertThat(new String(socket.untilEnd(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("UTF-8");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /nothing,404",
    "GET /page/nothing.js,404",
    "DELETE /rooms/clear/messages,405",
    "PATCH /rooms/clear/messages,405",
    "POST /rooms/clear/messages,415"
  })
  void what_is_refused_is_told_as_json_or_as_a_sentence(String line, int status) {
    String json = answerTo(line + " HTTP/1.1", HOST, "Content-Type: image/png");
    assertThat(json)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json")
        .contains("\"status\":" + status);
    String text =
        answerTo(line + " HTTP/1.1", HOST, "Content-Type: image/png", "Accept: text/html, */*");
    assertThat(text)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("\r\ncontent-type: text/plain")
        .doesNotContain("{")
        .matches("(?s).*\r\n\r\n.+");
  }

  @Test
  void a_body_that_is_too_large_is_refused_before_it_is_read() {
    assertThat(
            answerTo(
                "POST /rooms/clear/messages HTTP/1.1",
                HOST,
                "Content-Type: text/plain",
                "Content-Length: 409601"))
        .startsWith("HTTP/1.1 413 ")
        .contains("\"status\":413");
  }

  @ParameterizedTest
  @ValueSource(strings = {SmallFront.FRIEND, SmallFront.APP, "https://FRIEND.example:443"})
  void a_page_of_an_allowed_origin_may_use_http(String origin) {
    assertThat(
            answerTo(
                "OPTIONS /rooms/clear/messages HTTP/1.1",
                HOST,
                "Origin: " + origin,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type,idempotency-key"))
        .startsWith("HTTP/1.1 204 ")
        .containsIgnoringCase("\r\naccess-control-allow-origin: " + origin + "\r\n")
        .containsIgnoringCase("idempotency-key");
    assertThat(answerTo("GET /rooms/clear/messages HTTP/1.1", HOST, "Origin: " + origin))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("\r\naccess-control-allow-origin: " + origin + "\r\n");
  }

  @Test
  void a_page_of_another_origin_is_told_nothing() {
    String foreign = "Origin: https://evil.example";
    assertThat(
            answerTo(
                "OPTIONS /rooms/clear/messages HTTP/1.1",
                HOST,
                foreign,
                "Access-Control-Request-Method: POST"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContainIgnoringCase("access-control-allow-origin");
    assertThat(answerTo("GET /rooms/clear/messages HTTP/1.1", HOST, foreign))
        .doesNotContainIgnoringCase("access-control-allow-origin");
  }

  @Test
  void what_a_page_of_another_origin_posts_is_not_stored() {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head =
          RawSocket.request(
              "POST /rooms/foreign/messages HTTP/1.1",
              HOST,
              "Origin: https://evil.example",
              "Content-Type: text/plain",
              "Content-Length: 4");
      assertThat(socket.send(head + "hola").response()).startsWith("HTTP/1.1 403 ");
    }
    assertThat(answerTo("GET /rooms/foreign/messages HTTP/1.1", HOST)).contains("\"entries\":[]");
  }

  /** With its body. */
  private String answerTo(String... lines) {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head = String.join("\r\n", lines);
      socket.send(RawSocket.request(head, "Connection: close"));
      return new String(socket.untilEnd(), StandardCharsets.UTF_8);
    }
  }
}
