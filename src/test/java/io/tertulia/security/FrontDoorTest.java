package io.tertulia.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts, origins and addresses, as they are compared. */
class FrontDoorTest {
  private final OriginPolicy origins =
      new OriginPolicy(List.of("HTTPS://Pages.example:443", "tauri://localhost"));

  @ParameterizedTest
  @CsvSource({
    "https://h.example,h.example:443",
    "https://h.example:443,h.example",
    "http://h.example,h.example:80",
    "http://h.example:80,H.example",
    "https://[2001:db8::1],[2001:db8::1]:443",
    "https://pages.example,other.example",
    "tauri://localhost,other.example"
  })
  void the_port_that_a_scheme_has_anyway_is_the_same_as_none(String origin, String host) {
    assertThat(origins.allows(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://h.example,h.example:80",
    "http://h.example,h.example:443",
    "https://h.example:444,h.example",
    "http://pages.example,other.example",
    "tauri://localhost:1,other.example",
    "ionic://localhost,localhost",
    "null,other.example"
  })
  void another_port_or_scheme_is_another_page(String origin, String host) {
    assertThat(origins.allows(origin, host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,192.0.2.7",
    "::ffff:192.0.2.7,192.0.2.7",
    "2001:db8:1:2:3:4:5:6,2001:db8:1:2::/64",
    "2001:db8:1:2::9,2001:db8:1:2::/64",
    "fe80::1%eth0,fe80:0:0:0::/64",
    "::1,0:0:0:0::/64",
    "self-probe,self-probe"
  })
  void an_address_counts_as_its_network(String address, String network) {
    assertThat(AddressKeys.network(address)).isEqualTo(network);
  }

  @Test
  void every_name_can_be_allowed_and_none_of_any_length_takes_time() {
    assertThat(new HostPolicy(List.of("*")).allows("anybody.example")).isTrue();
    assertThat(new HostPolicy(List.of("*.a")).allows("a.".repeat(8_000) + "a")).isFalse();
  }
}
