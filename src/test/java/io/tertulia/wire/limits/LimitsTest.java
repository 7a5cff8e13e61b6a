package io.tertulia.wire.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is one too many, and who takes too long. */
@QuarkusTest
@TestProfile(NarrowDoor.class)
class LimitsTest {
  private static final String ANOTHER = "127.0.0.2";

  @TestHTTPResource("/")
  URI node;

  private final List<RawSocket> people = new ArrayList<>();

  @AfterEach
  void leave() {
    people.forEach(RawSocket::close);
    // The next test counts from nobody.
    await().until(() -> enters("127.0.0.3"));
  }

  @Test
  void one_connection_too_many_of_an_address_is_closed_with_4502_and_others_are_let_in() {
    enterFrom("127.0.0.1", NarrowDoor.CONNECTIONS_PER_ADDRESS);
    try (RawSocket tooMany = RawSocket.open(node, "/chat/lobby")) {
      ServerFrame close = tooMany.frame();
      assertThat(close.isClose()).isTrue();
      assertThat(close.closeCode()).isEqualTo(4502);
      tooMany.send(ClientFrame.close(4502, new byte[0]));
      assertThat(tooMany.untilEnd()).isEmpty();
    }
    enterFrom(ANOTHER, 1);
  }

  @Test
  void a_place_that_was_left_is_free_again() {
    enterFrom("127.0.0.1", NarrowDoor.CONNECTIONS_PER_ADDRESS);
    people.removeLast().close();
    await().until(() -> enters("127.0.0.1"));
  }

  @Test
  void one_connection_too_many_in_all_is_told_to_come_back_later() {
    enterFrom("127.0.0.1", NarrowDoor.CONNECTIONS_PER_ADDRESS);
    enterFrom(ANOTHER, NarrowDoor.CONNECTIONS - NarrowDoor.CONNECTIONS_PER_ADDRESS);
    try (RawSocket tooMany = RawSocket.connectFrom(ANOTHER, node)) {
      assertThat(tooMany.send(RawSocket.handshake("/chat")).response())
          .startsWith("HTTP/1.1 503 ")
          .containsPattern("(?i)\r\nretry-after: [1-9][0-9]*\r\n");
    }
  }

  @Test
  void whoever_speaks_json_and_says_no_hello_in_time_is_closed_with_4503() {
    try (RawSocket silent =
        RawSocket.open(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json")) {
      assertThat(silent.close(1).closeCode()).isEqualTo(4503);
    }
  }

  @Test
  void a_client_that_does_not_answer_our_close_is_cut_in_order() {
    try (RawSocket silent =
        RawSocket.open(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json")) {
      assertThat(silent.close(1).closeCode()).isEqualTo(4503);
      assertThat(silent.untilEnd()).isEmpty();
    }
  }

  private void enterFrom(String address, int count) {
    for (int i = 0; i < count; i++) {
      RawSocket person = RawSocket.connectFrom(address, node).upgrade("/chat/lobby");
      people.add(person);
      assertThat(person.frame().text()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  /** Whether somebody from this address is greeted; leaves at once. */
  private boolean enters(String address) {
    try (RawSocket person = RawSocket.connectFrom(address, node)) {
      boolean upgraded =
          person.send(RawSocket.handshake("/chat/lobby")).response().startsWith("HTTP/1.1 101 ");
      return upgraded && !person.frame().isClose();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
