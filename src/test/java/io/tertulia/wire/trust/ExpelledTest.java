package io.tertulia.wire.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.log.LoggedLines;
import io.tertulia.security.token.SignedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who was put out finds every door of a whole node shut. */
@QuarkusTest
@TestProfile(MembersOnly.class)
class ExpelledTest {
  private static final Instant NOW = Instant.now();
  private static final long HOUR = NOW.plus(Duration.ofHours(1)).toEpochMilli();

  @TestHTTPResource("/")
  URI node;

  private Link root;

  @BeforeEach
  void enter() throws IOException {
    root = in(SignedTokens.ofAdmin("root", HOUR));
  }

  @AfterEach
  void leave() {
    root.abort();
  }

  @Test
  void a_revoked_token_ends_its_socket_and_opens_no_door() throws IOException {
    String token = SignedTokens.issued("ana", "t-1", NOW.toEpochMilli(), HOUR);
    Link ana = in(token);
    assertThat(read("127.0.0.1", token)).startsWith("HTTP/1.1 200 ");
    order("{\"type\":\"revoke\",\"id\":2,\"token\":\"t-1\"}");
    closed(ana, 4500);
    assertThat(read("127.0.0.1", token)).startsWith("HTTP/1.1 401 ").contains("\"code\":111");
    Link again = Opening.chat(node).with("Authorization: Bearer " + token).open();
    again.send("{\"type\":\"hello\",\"id\":1}");
    assertThat(again.message().text()).contains("\"code\":111");
    again.abort();
  }

  @Test
  void who_is_banned_is_told_so_at_every_door() throws IOException {
    String token = SignedTokens.issued("bob", "t-2", NOW.toEpochMilli(), HOUR);
    Link bob = in(token);
    order("{\"type\":\"ban\",\"id\":2,\"user\":\"bob\"}");
    closed(bob, 4501);
    assertThat(read("127.0.0.1", token)).startsWith("HTTP/1.1 403 ").contains("\"code\":113");
    String header = "Authorization: Bearer " + token;
    Link bare = Opening.of(node.resolve("/chat/bare")).with(header).open();
    assertThat(bare.message().text()).startsWith("! 113 ");
    closed(bare, 4501);
  }

  @Test
  void from_a_banned_address_nothing_is_answered_but_that() throws IOException {
    String token = SignedTokens.issued("eva", "t-3", NOW.toEpochMilli(), HOUR);
    InetAddress there = InetAddress.ofLiteral("127.0.0.2");
    Opening opening = Opening.chat(node).with("Authorization: Bearer " + token).from(there);
    Link eva = opening.open();
    order("{\"type\":\"ban\",\"id\":2,\"address\":\"127.0.0.2\"}");
    closed(eva, 4501);
    assertThat(read("127.0.0.2", token)).startsWith("HTTP/1.1 403 ").contains("113");
    assertThatThrownBy(opening::open).hasMessageContaining("403");
    assertThat(read("127.0.0.1", token)).startsWith("HTTP/1.1 200 ");
    order("{\"type\":\"ban\",\"id\":3,\"address\":\"127.0.0.2\",\"for\":0}");
    assertThat(read("127.0.0.2", token)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void an_act_stands_in_the_log() throws IOException {
    try (LoggedLines lines = LoggedLines.of("tertulia.audit")) {
      order("{\"type\":\"ban\",\"id\":2,\"user\":\"mallory\",\"reason\":\"spam\"}");
      assertThat(lines.lines("%s"))
          .anyMatch(
              line ->
                  line.contains(
                      "action=\"ban\" outcome=\"done\" by=\"root\" on=\"user:mallory\""
                          + " address=\"127.0.0.1\" reason=\"spam\""));
    }
  }

  private Link in(String token) throws IOException {
    Link link = Opening.chat(node).with("Authorization: Bearer " + token).open();
    link.send("{\"type\":\"hello\",\"id\":1}");
    assertThat(link.message().text()).contains("\"type\":\"welcome\"");
    return link;
  }

  private void order(String command) throws IOException {
    root.send(command);
    assertThat(root.message().text()).contains("\"type\":\"ack\"");
  }

  private static void closed(Link link, int code) {
    assertThatThrownBy(link::message)
        .isInstanceOfSatisfying(Closed.class, end -> assertThat(end.code()).isEqualTo(code));
  }

  /** The whole answer to a request for what was said. */
  private String read(String from, String token) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), 5_000);
      String request =
          "GET /rooms/plaza/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Accept: application/json\r\nAuthorization: Bearer %s\r\n\r\n".formatted(token);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
