package io.tertulia.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an HTTP request to a socket, or to the sentence why not (RFC 6455 §4.2). */
@QuarkusTest
class HandshakeTest {
  @TestHTTPResource("/")
  URI node;

  @Test
  void the_sample_key_of_the_rfc_is_answered_as_the_rfc_says() {
    try (RawSocket socket = RawSocket.connect(node)) {
      String answer = socket.send(RawSocket.handshake("/chat")).response();
      assertThat(answer)
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n")
          .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    }
  }

  @Test
  void a_masked_hola_is_answered_by_an_unmasked_frame() {
    try (RawSocket socket = RawSocket.open(node, "/chat/hola")) {
      assertThat(socket.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
      socket.send(HexFormat.ofDelimiter(" ").parseHex("81 84 37 fa 21 3d 7f 95 4d 5c"));
      ServerFrame answer = socket.frame();
      assertThat(answer.isMasked()).isFalse();
      assertThat(answer.first()).isEqualTo(0x81);
      assertThat(answer.text()).isEqualTo("Servidor recibió: Hola");
    }
  }

  @ParameterizedTest
  @CsvSource({"/chat,426", "/chat/lobby,426", "/rooms/lobby/messages,200"})
  void without_upgrade_headers_it_is_http(String path, int status) {
    assertThat(answerTo(RawSocket.request("GET " + path + " HTTP/1.1", "Host: localhost:8080")))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void the_root_without_upgrade_headers_is_no_socket() {
    assertThat(answerTo(RawSocket.request("GET / HTTP/1.1", "Host: localhost:8080")))
        .startsWith("HTTP/1.1 ")
        .doesNotContain(" 101 ", " 426 ")
        .containsIgnoringCase("\r\ncontent-type: text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/chat/lobby", "/?name=ana", "/chat?name=ana"})
  void with_upgrade_headers_the_same_addresses_are_sockets(String path) {
    try (RawSocket socket = RawSocket.open(node, path)) {
      assertThat(socket.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  @Test
  void one_connection_speaks_http_and_then_websocket() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.request("HEAD /rooms/lobby/messages HTTP/1.1", "Host: localhost:8080"));
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
      assertThat(socket.upgrade("/chat").frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sec-WebSocket-Key: ",
        "Sec-WebSocket-Key: c2hvcnQ=",
        "Sec-WebSocket-Key: not base64 at all!!!",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSBidXQgbG9uZ2Vy"
      })
  void a_missing_or_misshapen_key_is_refused(String key) {
    assertThat(
            answerTo(
                RawSocket.request(
                    "GET /chat HTTP/1.1",
                    "Host: localhost:8080",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    key)))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "0", "14", "13, 8", "thirteen"})
  void another_version_is_told_which_one_is_spoken_here(String version) {
    assertThat(answerTo(RawSocket.handshake("/chat").replace("Version: 13", "Version: " + version)))
        .startsWith("HTTP/1.1 426 ")
        .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
        .containsIgnoringCase("\r\nupgrade: websocket\r\n");
  }

  @ParameterizedTest
  @CsvSource({"POST,HTTP/1.1", "PUT,HTTP/1.1", "GET,HTTP/1.0"})
  void only_a_get_of_http_1_1_becomes_a_socket(String method, String version) {
    for (String path : new String[] {"/", "/chat", "/chat/lobby"}) {
      String handshake =
          RawSocket.handshake(path, method.equals("GET") ? "" : "Content-Length: 0")
              .replace("GET ", method + " ")
              .replace("HTTP/1.1", version);
      assertThat(answerTo(handshake)).contains(" 400 ");
    }
  }

  @Test
  void a_connection_header_without_upgrade_is_refused() {
    assertThat(
            answerTo(
                RawSocket.handshake("/chat")
                    .replace("Connection: Upgrade", "Connection: keep-alive")))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void browsers_that_list_more_in_the_connection_header_are_let_in() {
    assertThat(
            answerTo(
                RawSocket.handshake("/chat")
                    .replace("Connection: Upgrade", "Connection: keep-alive, Upgrade")
                    .replace("Upgrade: websocket", "Upgrade: WebSocket")))
        .startsWith("HTTP/1.1 101 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"graphql-ws", "tertulia.v2.json", "TERTULIA.V1.JSON", "a, b"})
  void an_unknown_sub_protocol_is_told_the_known_one(String offered) {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.handshake("/chat", "Sec-WebSocket-Protocol: " + offered));
      socket.shutOutput();
      assertThat(new String(socket.untilEnd(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("tertulia.v1.json");
    }
  }

  @Test
  void of_several_sub_protocols_the_known_one_is_taken() {
    assertThat(
            answerTo(
                RawSocket.handshake("/chat", "Sec-WebSocket-Protocol: other, tertulia.v1.json")))
        .startsWith("HTTP/1.1 101 ")
        .containsIgnoringCase("\r\nsec-websocket-protocol: tertulia.v1.json\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "deflate-frame",
        "x-webkit-deflate-frame",
        "permessage-deflate, deflate-frame, x-webkit-deflate-frame"
      })
  void no_compression_is_agreed(String offered) {
    assertThat(answerTo(RawSocket.handshake("/chat", "Sec-WebSocket-Extensions: " + offered)))
        .startsWith("HTTP/1.1 101 ")
        .doesNotContainIgnoringCase("sec-websocket-extensions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//chat",
        "/chat//lobby",
        "/chat;x",
        "/chat;x/lobby",
        "/chat/lobby;x=1",
        "/chat%3Bx",
        "/chat/%2e%2e/q",
        "/chat/../q",
        "/chat/./lobby",
        "/chat%2Flobby",
        "/chat%5Clobby",
        "/chat%00",
        "/q/../chat",
        "/%63hat",
        "/%63hat/lobby",
        "/c%68at/~probe.node",
        "/%63hat/a%0Ab",
        "/%63hat/a%1b%5b2J",
        "/%72ooms/lobby/messages",
        "/rooms/lob%62y/messages",
        "/page/%70age.js",
        "/caf\u00e9"
      })
  void a_path_that_could_mean_another_one_means_nothing(String path) {
    assertThat(answerTo(RawSocket.handshake(path))).startsWith("HTTP/1.1 404 ");
    assertThat(answerTo(RawSocket.request("GET " + path + " HTTP/1.1", "Host: localhost:8080")))
        .startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/chat/", "/chat/Lobby", "/chat/.a", "/chat/a/b", "/chat/a%20b", "/chat/%C3%B1"})
  void a_room_that_is_none_is_refused(String path) {
    assertThat(answerTo(RawSocket.handshake(path))).startsWith("HTTP/1.1 400 ");
    assertThat(answerTo(RawSocket.request("GET " + path + " HTTP/1.1", "Host: localhost:8080")))
        .startsWith("HTTP/1.1 400 ");
  }

  /** The JDK's parser of this header takes minutes for this one. */
  @Test
  void a_header_of_fifteen_thousand_bytes_holds_nobody_up() {
    String languages = "Accept-Language: aa" + "-a2-a5".repeat(2_500);
    try (RawSocket socket = RawSocket.open(node, "/chat", languages)) {
      assertThat(socket.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  @Test
  void frames_before_the_answer_are_a_violation() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(
          RawSocket.handshake("/chat").getBytes(StandardCharsets.UTF_8), ClientFrame.text("hola"));
      assertThat(socket.response()).startsWith("HTTP/1.1 101 ");
      assertThat(socket.close(3).closeCode()).isEqualTo(1002);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  private String answerTo(String request) {
    try (RawSocket socket = RawSocket.connect(node)) {
      return socket.send(request).response();
    }
  }
}
