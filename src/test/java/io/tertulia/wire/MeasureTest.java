package io.tertulia.wire;

import static io.tertulia.client.socket.ClientFrame.BINARY;
import static io.tertulia.client.socket.ClientFrame.CONTINUATION;
import static io.tertulia.client.socket.ClientFrame.LAST;
import static io.tertulia.client.socket.ClientFrame.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How much a client may say at once, to the byte, and that a flood ends. */
@QuarkusTest
class MeasureTest {
  private static final int MOST_TEXT = 65_536;
  private static final int MOST_FRAME = 409_600;

  @TestHTTPResource("/")
  URI node;

  @Test
  void a_text_of_65536_bytes_is_taken_and_of_65537_refused_on_a_socket_that_stays() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      String most = "é".repeat(MOST_TEXT / 2);
      assertThat(socket.send(ClientFrame.text(most)).frame().text())
          .isEqualTo("Servidor recibió: " + most);
      assertThat(socket.send(ClientFrame.text(most + "!")).frame().text()).startsWith("! ");
      assertThat(socket.send(ClientFrame.text("hola")).frame().text())
          .isEqualTo("Servidor recibió: hola");
    }
  }

  @Test
  void a_text_too_long_is_error_103_to_those_who_speak_json() {
    try (RawSocket socket =
        RawSocket.open(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json")) {
      socket.send(ClientFrame.text("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"measure\":null}}"));
      say(socket, 2, "a".repeat(MOST_TEXT + 1));
      assertThat(answer(socket, 2)).contains("\"code\":103");
      say(socket, 3, "a".repeat(MOST_TEXT));
      assertThat(answer(socket, 3)).contains("\"type\":\"ack\"");
    }
  }

  @Test
  void a_text_within_the_limit_is_taken_however_a_client_escapes_it() {
    try (RawSocket socket =
        RawSocket.open(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json")) {
      socket.send(ClientFrame.text("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"measure\":null}}"));
      say(socket, 2, "\\u00f1".repeat(32_000));
      assertThat(answer(socket, 2)).contains("\"type\":\"ack\"");
      say(socket, 3, "\\u0061".repeat(MOST_TEXT));
      assertThat(answer(socket, 3)).contains("\"type\":\"ack\"");
      say(socket, 4, "\\u0061".repeat(MOST_TEXT + 1));
      assertThat(answer(socket, 4)).contains("\"code\":103");
    }
  }

  @Test
  void a_frame_of_409600_bytes_is_read_and_of_409601_closed_with_1009() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      socket.send(ClientFrame.of(LAST | TEXT, blanks(MOST_FRAME)));
      assertThat(socket.frame().text()).startsWith("! ");
      socket.send(ClientFrame.of(LAST | TEXT, blanks(MOST_FRAME + 1)));
      assertThat(socket.close(1).closeCode()).isEqualTo(1009);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_binary_message_too_large_is_1009() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      socket.send(ClientFrame.of(LAST | BINARY, new byte[MOST_FRAME + 1]));
      assertThat(socket.close(1).closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void a_message_in_fragments_may_be_no_longer_than_one_in_a_frame() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      socket.send(
          ClientFrame.of(TEXT, blanks(MOST_FRAME)), ClientFrame.of(CONTINUATION, blanks(0)));
      socket.send(ClientFrame.of(LAST | CONTINUATION, blanks(0)));
      assertThat(socket.frame().text()).startsWith("! ");
      socket.send(ClientFrame.of(TEXT, blanks(MOST_FRAME)));
      socket.send(ClientFrame.of(LAST | CONTINUATION, blanks(1)));
      assertThat(socket.close(1).closeCode()).isEqualTo(1009);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_message_of_endless_empty_fragments_comes_to_an_end() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      socket.send(ClientFrame.of(TEXT, new byte[0]));
      byte[] empty = ClientFrame.of(CONTINUATION, new byte[0]);
      for (int i = 0; i < 4_000; i++) {
        socket.send(empty);
      }
      assertThat(socket.close(1).closeCode()).isEqualTo(1009);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_thousand_fragments_are_nothing_special() {
    try (RawSocket socket = RawSocket.open(node, "/chat/measure")) {
      socket.frame();
      socket.send(ClientFrame.of(TEXT, new byte[] {'a'}));
      for (int i = 0; i < 1_000; i++) {
        socket.send(ClientFrame.of(CONTINUATION, new byte[] {'a'}));
      }
      socket.send(ClientFrame.of(LAST | CONTINUATION, new byte[] {'a'}));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: " + "a".repeat(1_002));
    }
  }

  private static void say(RawSocket socket, int id, String text) {
    socket.send(
        ClientFrame.text(
            "{\"type\":\"say\",\"room\":\"measure\",\"id\":" + id + ",\"text\":\"" + text + "\"}"));
  }

  private static String answer(RawSocket socket, int id) {
    while (true) {
      ServerFrame frame = socket.frame();
      if (frame.isClose() || frame.text().contains("\"id\":" + id + ",")) {
        return frame.text();
      }
    }
  }

  private static byte[] blanks(int count) {
    return " ".repeat(count).getBytes(StandardCharsets.US_ASCII);
  }
}
