package io.tertulia.wire;

import static io.tertulia.client.socket.ClientFrame.BINARY;
import static io.tertulia.client.socket.ClientFrame.CONTINUATION;
import static io.tertulia.client.socket.ClientFrame.LAST;
import static io.tertulia.client.socket.ClientFrame.PING;
import static io.tertulia.client.socket.ClientFrame.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.ChatClient;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever breaks RFC 6455 is told so by a Close of the right code, and nobody else notices. */
@QuarkusTest
class ViolationTest {
  private static final String WELCOME = "Bienvenido al chat WebSocket!";

  @TestHTTPResource("/")
  URI node;

  static Stream<Arguments> violations() {
    return Stream.concat(ofTheFrames(), ofTheText());
  }

  private static Stream<Arguments> ofTheFrames() {
    return Stream.of(
        broken(1002, "an unmasked frame", hex("81 04 48 6f 6c 61")),
        broken(1002, "an unmasked ping", hex("89 00")),
        broken(1002, "reserved bit 1", ClientFrame.of(LAST | 0x40 | TEXT, hex("41"))),
        broken(1002, "reserved bit 2", ClientFrame.of(LAST | 0x20 | TEXT, hex("41"))),
        broken(1002, "reserved bit 3", ClientFrame.of(LAST | 0x10 | TEXT, hex("41"))),
        broken(1002, "data opcode 3", ClientFrame.of(LAST | 0x3, hex("41"))),
        broken(1002, "data opcode 7", ClientFrame.of(LAST | 0x7, hex("41"))),
        broken(1002, "control opcode 11", ClientFrame.of(LAST | 0xB, hex("41"))),
        broken(1002, "control opcode 15", ClientFrame.of(LAST | 0xF, hex("41"))),
        broken(1002, "a ping in fragments", ClientFrame.of(PING, hex("41"))),
        broken(1002, "a ping of 126 bytes", ClientFrame.of(LAST | PING, new byte[126])),
        broken(1002, "a continuation of nothing", ClientFrame.of(LAST | CONTINUATION, hex("41"))),
        broken(
            1002,
            "a message within a message",
            ClientFrame.of(TEXT, hex("41")),
            ClientFrame.of(LAST | TEXT, hex("42"))),
        broken(1002, "16 bits for a length of 5", hex("81 fe 00 05 00 00 00 00 41 42 43 44 45")),
        broken(1002, "64 bits for a length of 5", hex("81 ff 00 00 00 00 00 00 00 05 00 00 00 00")),
        broken(1002, "a length of 2^63", ClientFrame.header(LAST | TEXT, Long.MIN_VALUE)),
        broken(1002, "a length of -1", ClientFrame.header(LAST | TEXT, -1)),
        broken(1009, "a length of 2^63 - 1", ClientFrame.header(LAST | TEXT, Long.MAX_VALUE)),
        broken(1009, "a length of 2^32 + 1", ClientFrame.header(LAST | BINARY, (1L << 32) + 1)),
        broken(1002, "half a close code", ClientFrame.of(LAST | ClientFrame.CLOSE, hex("03"))));
  }

  private static Stream<Arguments> ofTheText() {
    return Stream.of(
        broken(1007, "Latin-1 for UTF-8", ClientFrame.of(LAST | TEXT, hex("4d e1 6c 61 67 61"))),
        broken(1007, "a surrogate in UTF-8", ClientFrame.of(LAST | TEXT, hex("ed a0 80"))),
        broken(1007, "an over-long slash", ClientFrame.of(LAST | TEXT, hex("c0 af"))),
        broken(1007, "above the last character", ClientFrame.of(LAST | TEXT, hex("f4 90 80 80"))),
        broken(1007, "half a character at the end", ClientFrame.of(LAST | TEXT, hex("41 c3"))),
        broken(
            1007,
            "a character broken by a fragment",
            ClientFrame.of(TEXT, hex("41 c3")),
            ClientFrame.of(LAST | CONTINUATION, hex("41"))),
        broken(
            1007,
            "half a character at the end of the last fragment",
            ClientFrame.of(TEXT, hex("41")),
            ClientFrame.of(LAST | CONTINUATION, hex("e2 82"))),
        broken(1007, "a reason that is not UTF-8", ClientFrame.close(1000, hex("ff fe"))),
        broken(1007, "half a character in a reason", ClientFrame.close(1000, hex("41 c3"))));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("violations")
  void a_violation_is_closed_with_its_code_and_without_a_reset(
      int code, String what, byte[][] bytes) {
    try (RawSocket socket = RawSocket.open(node, "/chat/broken")) {
      assertThat(socket.frame().text()).isEqualTo(WELCOME);
      socket.send(bytes).send(ClientFrame.text("more"), new byte[1_000]);
      ServerFrame close = socket.close(1);
      assertThat(close.closeCode()).as(what).isEqualTo(code);
      assertThat(close.payload().length).as("a reason for people").isBetween(10, 125);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_close_is_not_lost_though_megabytes_follow_what_broke_the_rules() {
    try (RawSocket socket = RawSocket.open(node, "/chat/broken")) {
      socket.frame();
      socket.send(hex("81 04 48 6f 6c 61"), new byte[4_000_000]);
      assertThat(socket.close(1).closeCode()).isEqualTo(1002);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void what_came_before_the_violation_is_answered_first() {
    try (RawSocket socket = RawSocket.open(node, "/chat/before")) {
      socket.frame();
      socket.send(ClientFrame.text("uno"), ClientFrame.text("dos"), hex("81 04 48 6f 6c 61"));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: uno");
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: dos");
      assertThat(socket.frame().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void whoever_says_something_and_leaves_at_once_is_answered_too() {
    try (RawSocket socket = RawSocket.open(node, "/chat/before")) {
      socket.frame();
      socket.send(ClientFrame.text("hola"), ClientFrame.close(1000, new byte[0]));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: hola");
      assertThat(socket.frame().closeCode()).isEqualTo(1000);
    }
  }

  static Stream<Integer> forbiddenCodes() {
    return Stream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535);
  }

  @ParameterizedTest
  @MethodSource("forbiddenCodes")
  void a_close_code_that_may_not_be_sent_is_a_violation(int code) {
    try (RawSocket socket = RawSocket.open(node, "/chat/broken")) {
      socket.frame();
      assertThat(socket.send(ClientFrame.close(code, new byte[0])).close(1).closeCode())
          .isEqualTo(1002);
    }
  }

  static Stream<Integer> goodCodes() {
    return Stream.of(1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4000, 4999);
  }

  @ParameterizedTest
  @MethodSource("goodCodes")
  void a_good_close_is_answered_in_kind_and_the_connection_ends(int code) {
    try (RawSocket socket = RawSocket.open(node, "/chat/broken")) {
      socket.frame();
      assertThat(socket.send(ClientFrame.close(code, hex("61 64 69 6f 73"))).close(1).closeCode())
          .isEqualTo(code);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void nothing_goes_out_after_a_close() {
    try (RawSocket socket = RawSocket.open(node, "/chat/broken")) {
      socket.frame();
      socket.send(
          ClientFrame.close(1000, new byte[0]), ClientFrame.ping("?"), ClientFrame.text("hola"));
      assertThat(socket.close(1).closeCode()).isEqualTo(1000);
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  @Test
  void a_text_split_within_characters_and_by_pings_is_one_message() {
    byte[] text = "¿qué tal? 🙂".getBytes(StandardCharsets.UTF_8);
    try (RawSocket socket = RawSocket.open(node, "/chat/split")) {
      assertThat(socket.frame().text()).isEqualTo(WELCOME);
      socket.send(ClientFrame.of(TEXT, new byte[0]));
      for (byte one : text) {
        socket.send(ClientFrame.of(CONTINUATION, new byte[] {one}), ClientFrame.ping("p"));
        assertThat(socket.frame().first()).as("a pong").isEqualTo(0x8A);
      }
      socket.send(ClientFrame.of(LAST | CONTINUATION, new byte[0]));
      assertThat(socket.frame().text()).isEqualTo("Servidor recibió: ¿qué tal? 🙂");
    }
  }

  @Test
  void other_members_never_notice() {
    try (ChatClient ana = ChatClient.bare(chat("calm"), null);
        ChatClient bob = ChatClient.bare(chat("calm"), null)) {
      assertThat(ana.next()).isEqualTo(WELCOME);
      assertThat(bob.next()).isEqualTo(WELCOME);
      violations()
          .forEach(
              violation -> {
                try (RawSocket socket = RawSocket.open(node, "/chat/calm")) {
                  socket.send((byte[][]) violation.get()[2]).close(2);
                }
              });
      ana.send("¿sigues ahí?");
      assertThat(bob.next()).endsWith(": ¿sigues ahí?");
      assertThat(ana.next()).isEqualTo("Servidor recibió: ¿sigues ahí?");
      assertThat(ana.rest()).isEmpty();
      assertThat(bob.rest()).isEmpty();
    }
  }

  private URI chat(String room) {
    return URI.create("ws://" + node.getAuthority() + "/chat/" + room);
  }

  private static Arguments broken(int code, String what, byte[]... bytes) {
    return Arguments.of(code, what, bytes);
  }

  private static byte[] hex(String bytes) {
    return HexFormat.ofDelimiter(" ").parseHex(bytes);
  }
}
