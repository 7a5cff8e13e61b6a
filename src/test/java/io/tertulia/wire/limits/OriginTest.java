package io.tertulia.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.RawSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which pages may open a socket or post: the server's own and those that are configured. Requests
 * go to {@code localhost:8080}, as their Host header says.
 */
@QuarkusTest
@TestProfile(NarrowDoor.class)
class OriginTest {
  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "https://localhost:8080",
        "HTTP://LOCALHOST:8080",
        NarrowDoor.FRIEND,
        "https://other.example:8443"
      })
  void own_and_configured_pages_are_let_in(String origin) {
    assertThat(socketFor("Origin: " + origin)).startsWith("HTTP/1.1 101 ");
    assertThat(postFor("Origin: " + origin)).startsWith("HTTP/1.1 201 ");
  }

  @Test
  void what_is_no_browser_is_let_in() {
    assertThat(socketFor("")).startsWith("HTTP/1.1 101 ");
    assertThat(postFor("")).startsWith("HTTP/1.1 201 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://",
        "https://foreign.example",
        "http://localhost",
        "http://localhost:80801",
        "http://localhost:8080.evil.example",
        "http://localhost:8080@evil.example",
        "http://evil.example/http://localhost:8080",
        "http://evil-localhost:8080",
        "http://evil.localhost:8080",
        "http://localhost:8080/",
        "ftp://localhost:8080",
        "http://localhost:8080 http://evil.example",
        "http://127.0.0.1:8080",
        "http://friend.example",
        "https://friend.example.evil.example",
        "https://evil-friend.example",
        "https://sub.friend.example",
        "https://friend.example:444"
      })
  void pages_of_foreign_origin_and_look_alikes_are_refused(String origin) {
    assertThat(socketFor("Origin: " + origin)).startsWith("HTTP/1.1 403 ");
    assertThat(postFor("Origin: " + origin)).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void a_second_origin_does_not_hide_behind_a_good_one() {
    String both = "Origin: http://localhost:8080\r\nOrigin: https://foreign.example";
    assertThat(socketFor(both)).startsWith("HTTP/1.1 403 ");
    assertThat(postFor(both)).startsWith("HTTP/1.1 403 ");
  }

  private String socketFor(String header) {
    try (RawSocket socket = RawSocket.connect(node)) {
      return socket.send(RawSocket.handshake("/chat", header)).response();
    }
  }

  private String postFor(String header) {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head =
          RawSocket.request(
              "POST /rooms/origins/messages HTTP/1.1",
              "Host: localhost:8080",
              "Content-Type: text/plain",
              "Content-Length: 4",
              header);
      return socket.send(head + "hola").response();
    }
  }
}
