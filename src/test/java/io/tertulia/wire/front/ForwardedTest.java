package io.tertulia.wire.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.socket.RawSocket;
import java.net.URI;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a proxy says its client is, and how often that one may knock. */
@QuarkusTest
@TestProfile(BehindProxy.class)
class ForwardedTest {
  /** More than it can be let in within the time that this takes. */
  private static final int OFTEN = 40;

  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @ValueSource(strings = {"", ",", ",,", ", 203.0.113.7", "unknown", "[]", "[::1", "1.2.3.4.5:x"})
  void a_proxy_that_names_no_address_is_told_so_at_once(String header) {
    assertThat(knock(header)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7",
        "203.0.113.8:4711",
        "2001:db8:7::1",
        "[2001:db8:8::1]",
        "[2001:db8:9::1]:4711",
        "::ffff:203.0.113.9",
        "203.0.113.10, 10.0.0.1"
      })
  void an_address_is_read_as_proxies_write_it(String header) {
    assertThat(knock(header)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void whoever_knocks_too_often_is_told_when_to_come_back_and_others_are_let_in() {
    assertThat(refusal(i -> "203.0.113.20"))
        .containsPattern("(?i)\r\nretry-after: [1-9][0-9]*\r\n");
    assertThat(knock("203.0.113.21")).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void all_addresses_of_one_network_of_ipv6_are_one() {
    assertThat(refusal(i -> "2001:db8:1:2::" + Integer.toHexString(i + 1))).isNotEmpty();
    assertThat(knock("2001:db8:1:3::1")).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void an_address_of_ipv4_in_the_clothes_of_ipv6_is_the_same() {
    assertThat(refusal(i -> i % 2 == 0 ? "203.0.113.30" : "::ffff:203.0.113.30")).isNotEmpty();
    assertThat(knock("203.0.113.31")).startsWith("HTTP/1.1 101 ");
  }

  /** The first 429 that whoever knocks so is answered. */
  private String refusal(IntFunction<String> address) {
    return IntStream.range(0, OFTEN)
        .mapToObj(i -> knock(address.apply(i)))
        .filter(answer -> answer.startsWith("HTTP/1.1 429 "))
        .findFirst()
        .orElse("");
  }

  private String knock(String forwardedFor) {
    try (RawSocket socket = RawSocket.connect(node)) {
      return socket
          .send(RawSocket.handshake("/chat", "X-Forwarded-For: " + forwardedFor))
          .response();
    }
  }
}
