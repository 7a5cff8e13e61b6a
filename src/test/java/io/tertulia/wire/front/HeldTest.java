package io.tertulia.wire.front;

import static java.util.function.Predicate.not;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has come and is not whole is counted from its first byte, and so is every connection. */
@QuarkusTest
@TestProfile(SmallFront.class)
class HeldTest {
  private static final String ONE = "127.0.0.11";
  private static final String ANOTHER = "127.0.0.12";
  private static final String THIRD = "127.0.0.13";
  private static final int BODY = 60_000;

  /** As large as one may be; eight of them are more than the share of an address. */
  private static final int MESSAGE = 65_536;

  @TestHTTPResource("/")
  URI node;

  private final List<RawSocket> open = new ArrayList<>();

  /** Only connections after the first request of a node have a deadline. */
  @BeforeEach
  void ask() {
    assertThat(say("127.0.0.1")).startsWith("HTTP/1.1 201 ");
  }

  @AfterEach
  void leave() {
    open.forEach(RawSocket::close);
    await().until(() -> say(ONE).startsWith("HTTP/1.1 201 "));
  }

  @Test
  void bodies_of_one_address_that_do_not_end_are_no_more_than_its_share() {
    for (int i = 0; i < SmallFront.BYTES_PER_ADDRESS / BODY; i++) {
      hold(ONE);
    }
    hold(ONE);
    assertThat(say(ANOTHER)).startsWith("HTTP/1.1 201 ");
    assertThat(refusal())
        .startsWith("HTTP/1.1 503 ")
        .containsPattern("(?i)\r\nretry-after: [1-9][0-9]*\r\n")
        .containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @Test
  void bodies_of_all_that_do_not_end_are_no_more_than_there_is_room_for() {
    for (int i = 0; i < SmallFront.BYTES_PER_ADDRESS / BODY; i++) {
      hold(ONE);
      hold(ANOTHER);
    }
    hold(THIRD);
    assertThat(refusal()).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void what_was_answered_counts_no_more() {
    try (RawSocket client = RawSocket.connectFrom(ONE, node)) {
      for (int i = 0; i < 4 * SmallFront.BYTES_PER_ADDRESS / BODY; i++) {
        client.send(post(BODY) + "x".repeat(BODY));
        String head = client.response();
        assertThat(head).startsWith("HTTP/1.1 201 ");
        client.body(head);
      }
    }
  }

  @Test
  void connections_of_one_address_that_say_nothing_are_no_more_than_its_sockets_may_be() {
    for (int i = 0; i < SmallFront.CONNECTIONS_PER_ADDRESS; i++) {
      open.add(RawSocket.connectFrom(ONE, node));
    }
    try (RawSocket tooMany = RawSocket.connectFrom(ONE, node)) {
      assertThat(tooMany.response())
          .startsWith("HTTP/1.1 503 ")
          .containsPattern("(?i)\r\nretry-after: [1-9][0-9]*\r\n");
    }
    assertThat(say(ANOTHER)).startsWith("HTTP/1.1 201 ");
    open.removeLast().close();
    await().until(() -> say(ONE).startsWith("HTTP/1.1 201 "));
  }

  @Test
  void a_socket_is_no_plain_connection_any_more() {
    for (int i = 0; i < SmallFront.CONNECTIONS_PER_ADDRESS; i++) {
      open.add(RawSocket.connectFrom(ONE, node).upgrade("/chat/held"));
    }
    assertThat(say(ONE)).startsWith("HTTP/1.1 201 ");
    byte[] much = new byte[MESSAGE];
    for (RawSocket socket : open.subList(0, 8)) {
      socket.send(ClientFrame.of(ClientFrame.LAST | ClientFrame.BINARY, much));
    }
    assertThat(say(ONE)).startsWith("HTTP/1.1 201 ");
  }

  @Test
  void half_a_request_behind_a_whole_one_is_cut() {
    try (RawSocket socket = RawSocket.connectFrom(ONE, node)) {
      socket.send(
          RawSocket.request("HEAD /rooms/slow/messages HTTP/1.1", "Host: localhost:8080")
              + "GET /rooms/slow/messages HTT");
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
      assertThat(socket.untilEnd()).isEmpty();
    }
  }

  private void hold(String address) {
    RawSocket socket = RawSocket.connectFrom(address, node);
    open.add(socket);
    socket.send(post(4 * BODY) + "x".repeat(BODY));
  }

  /** The one that the node read last was answered; the others are cut. */
  private String refusal() {
    return open.stream().map(HeldTest::answer).filter(not(String::isEmpty)).findFirst().orElse("");
  }

  private static String answer(RawSocket socket) {
    try {
      return socket.response();
    } catch (UncheckedIOException cut) {
      return "";
    }
  }

  private String say(String address) {
    try (RawSocket socket = RawSocket.connectFrom(address, node)) {
      return socket.send((post(4) + "hola").getBytes(StandardCharsets.UTF_8)).response();
    } catch (UncheckedIOException cut) {
      return "";
    }
  }

  private static String post(int length) {
    return RawSocket.request(
        "POST /rooms/held/messages HTTP/1.1",
        "Host: localhost:8080",
        "Content-Type: text/plain",
        "Content-Length: " + length);
  }
}
