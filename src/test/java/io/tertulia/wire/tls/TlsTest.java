package io.tertulia.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same bytes through TLS: {@code wss}. */
@QuarkusTest
@TestProfile(TlsTest.Encrypted.class)
class TlsTest {
  @TestHTTPResource(value = "/", tls = true)
  URI node;

  /** A node with a certificate. */
  public static final class Encrypted implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Certificate.class));
    }
  }

  @Test
  void http_and_websocket_are_told_apart_on_one_port() {
    try (RawSocket socket = connect()) {
      socket.send(RawSocket.request("HEAD /rooms/tls/messages HTTP/1.1", "Host: localhost"));
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
      socket.send(RawSocket.handshake("/"));
      assertThat(socket.response())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
      assertThat(socket.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  @Test
  void a_masked_hola_is_answered_by_an_unmasked_frame() {
    try (RawSocket socket = connect().upgrade("/chat/tls")) {
      socket.frame();
      socket.send(HexFormat.ofDelimiter(" ").parseHex("81 84 37 fa 21 3d 7f 95 4d 5c"));
      ServerFrame answer = socket.frame();
      assertThat(answer.isMasked()).isFalse();
      assertThat(answer.text()).isEqualTo("Servidor recibió: Hola");
    }
  }

  @Test
  void a_violation_is_closed_in_order() {
    try (RawSocket socket = connect().upgrade("/chat/tls")) {
      socket.frame();
      socket.send(HexFormat.ofDelimiter(" ").parseHex("81 04 48 6f 6c 61"));
      assertThat(socket.close(1).closeCode()).isEqualTo(1002);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_good_close_is_answered_and_the_connection_ends_in_order() {
    try (RawSocket socket = connect().upgrade("/chat/tls")) {
      socket.frame();
      assertThat(socket.send(ClientFrame.close(1000, new byte[0])).close(1).closeCode())
          .isEqualTo(1000);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  private RawSocket connect() {
    return RawSocket.connectTls(node, Certificate.trust());
  }
}
