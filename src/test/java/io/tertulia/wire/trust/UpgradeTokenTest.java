package io.tertulia.wire.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.security.token.SignedTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A token can come with the connection. */
@QuarkusTest
@TestProfile(MembersOnly.class)
class UpgradeTokenTest {
  private static final String HELLO = "{\"type\":\"hello\",\"id\":1}";

  @TestHTTPResource("/")
  URI node;

  private final String token =
      SignedTokens.of("ana", "Ana", Instant.now().plus(Duration.ofHours(1)).toEpochMilli());

  @Test
  void in_a_header_it_stands_for_the_hellos() throws IOException {
    Link ana = Opening.chat(node).with("Authorization: Bearer " + token).open();
    ana.send(HELLO);
    assertThat(ana.message().text()).contains("\"you\":{\"id\":\"ana\",\"name\":\"Ana\"}");
    ana.abort();
  }

  @Test
  void a_page_names_it_beside_the_sub_protocol_and_it_is_not_answered() throws IOException {
    String offered = Opening.JSON + ", tertulia.token." + token;
    try (RawSocket socket = RawSocket.connect(node)) {
      String header = "Sec-WebSocket-Protocol: " + offered;
      assertThat(socket.send(RawSocket.handshake("/chat", header)).response())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-protocol: " + Opening.JSON + "\r\n")
          .doesNotContain("tertulia.token");
    }
    Link ana = Opening.of(node.resolve("/chat")).offering(offered).open();
    ana.send(HELLO);
    assertThat(ana.message().text()).contains("\"id\":\"ana\"");
    ana.abort();
  }

  @Test
  void a_bare_client_comes_in_by_it_and_says_something() throws IOException {
    Link ana = Opening.of(node.resolve("/chat/bare")).with("Authorization: bearer " + token).open();
    assertThat(ana.message().text()).isNotEmpty();
    ana.send("hola");
    assertThat(ana.message().text()).contains("hola");
    ana.abort();
  }

  @Test
  void a_bare_client_without_one_is_told_why_it_may_not() throws IOException {
    Link nobody = Opening.of(node.resolve("/chat")).open();
    assertThat(nobody.message().text()).startsWith("! 111 ").contains("bring a token");
    assertThatThrownBy(nobody::message)
        .isInstanceOfSatisfying(Closed.class, end -> assertThat(end.code()).isEqualTo(4500));
  }

  @Test
  void a_bad_one_is_refused_at_the_hello() throws IOException {
    Link eve = Opening.chat(node).with("Authorization: Bearer " + token + "x").open();
    eve.send(HELLO);
    assertThat(eve.message().text()).contains("\"code\":111");
    eve.abort();
  }

  @Test
  void none_stands_in_an_address() {
    try (RawSocket socket = RawSocket.connect(node)) {
      String head = socket.send(RawSocket.handshake("/chat?token=" + token)).response();
      assertThat(head).startsWith("HTTP/1.1 400 ");
      assertThat(new String(socket.body(head), StandardCharsets.UTF_8))
          .contains("no token stands in one");
    }
  }
}
