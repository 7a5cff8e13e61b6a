package io.tertulia.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to the port and is no request, or takes its time to become one. */
@QuarkusTest
@TestProfile(NarrowDoor.class)
class PlainPortTest {
  /** The start of what OpenSSL 3 says first. */
  private static final String TLS_HELLO = "16 03 01 02 00 01 00 01 fc 03 03 5a 5a 0d 0a";

  @TestHTTPResource("/")
  URI node;

  /** Only connections after the first request of a node have a deadline. */
  @BeforeEach
  void ask() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.request("GET /chat HTTP/1.1", "Host: localhost:8080")).response();
    }
  }

  @Test
  void bytes_of_tls_on_the_plain_port_are_refused() {
    byte[] hello = new byte[517];
    byte[] start = HexFormat.ofDelimiter(" ").parseHex(TLS_HELLO);
    System.arraycopy(start, 0, hello, 0, start.length);
    assertThat(answerTo(hello)).matches(PlainPortTest::isRefusal);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void random_bytes_are_refused(int seed) {
    byte[] noise = new byte[20_000];
    new Random(seed).nextBytes(noise);
    assertThat(answerTo(noise)).matches(PlainPortTest::isRefusal);
  }

  @Test
  void http_2_is_not_spoken_here() {
    assertThat(answerTo("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
        .matches(PlainPortTest::isRefusal);
  }

  @Test
  void a_head_that_is_too_large_is_refused() {
    String bomb = "X-Bomb: " + "a".repeat(1_000);
    StringBuilder head = new StringBuilder("GET /chat HTTP/1.1\r\nHost: localhost:8080\r\n");
    for (int i = 0; i < 40; i++) {
      head.append(bomb).append("\r\n");
    }
    assertThat(answerTo(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII)))
        .contains(" 431 ");
  }

  @Test
  void an_address_that_is_too_long_is_refused() {
    String head = RawSocket.request("GET /" + "a".repeat(20_000) + " HTTP/1.1", "Host: localhost");
    assertThat(answerTo(head.getBytes(StandardCharsets.US_ASCII))).contains(" 414 ");
  }

  @Test
  void a_connection_that_says_nothing_is_cut() {
    try (RawSocket socket = RawSocket.connect(node)) {
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_head_that_dribbles_is_cut() {
    dribbleAHead();
  }

  private void dribbleAHead() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send("GET /chat HTTP/1.1\r\nHost: localhost:8080\r\nX-Slow: ");
      dribbleUntilCut(socket);
    }
  }

  @Test
  void a_second_head_on_the_same_connection_that_dribbles_is_cut() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(RawSocket.request("HEAD /rooms/slow/messages HTTP/1.1", "Host: localhost:8080"));
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
      socket.send("GET /chat HTTP/1.1\r\nX-Slow: ");
      dribbleUntilCut(socket);
    }
  }

  @Test
  void a_body_that_dribbles_is_cut() {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(
          RawSocket.request(
              "POST /rooms/slow/messages HTTP/1.1",
              "Host: localhost:8080",
              "Content-Type: text/plain",
              "Content-Length: 60000"));
      dribbleUntilCut(socket);
    }
  }

  @Test
  void a_socket_outlives_the_deadline_of_its_handshake() {
    try (RawSocket socket = RawSocket.open(node, "/chat/slow")) {
      assertThat(socket.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
      dribbleAHead();
      socket.send(ClientFrame.text("hola"));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: hola");
    }
  }

  /** Writes a byte now and then, as long as the connection takes it. */
  private static void dribbleUntilCut(RawSocket socket) {
    await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(8))
        .until(() -> !takes(socket));
  }

  private static boolean takes(RawSocket socket) {
    try {
      socket.send("a");
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private String answerTo(byte[] bytes) {
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.send(bytes);
      socket.shutOutput();
      return new String(socket.untilEnd(), StandardCharsets.ISO_8859_1);
    } catch (UncheckedIOException reset) {
      return "";
    }
  }

  private static boolean isRefusal(String answer) {
    return answer.isEmpty() || answer.matches("(?s)HTTP/[12]\\.[01] (4..|501) .*");
  }
}
