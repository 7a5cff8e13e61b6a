package io.tertulia.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Identity;
import io.tertulia.room.access.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enter. */
class SecurityTest {
  private static final GuestCredentials.Invalid FORGED =
      new GuestCredentials.Invalid(ErrorCode.TOKEN_INVALID);

  private final ManualClock clock = new ManualClock();
  private final GuestCredentials credentials = credentials("secret", "here");
  private final Identity ana = new Identity("g-1", "Ana ñ 🙂", true);

  @Test
  void a_credential_is_good_until_it_expires() {
    String issued = credentials.issue(ana);
    clock.pass(Duration.ofDays(1).minusMillis(1));
    assertThat(who(credentials.check(issued))).isEqualTo(ana);
    clock.pass(Duration.ofMillis(1));
    assertThat(credentials.check(issued))
        .isEqualTo(new GuestCredentials.Invalid(ErrorCode.TOKEN_EXPIRED));
  }

  private static Identity who(GuestCredentials.Checked checked) {
    return ((GuestCredentials.Valid) checked).guest().who();
  }

  @Test
  void each_credential_has_an_id_and_a_time_of_its_own() {
    Principal.Credential one = credential(credentials.issue(ana));
    Principal.Credential other = credential(credentials.issue(ana));
    assertThat(one.issuedAt()).isEqualTo(clock.millis() / 1_000 * 1_000);
    assertThat(one.id()).isNotNull().isNotEqualTo(other.id());
  }

  private Principal.Credential credential(String issued) {
    return ((GuestCredentials.Valid) credentials.check(issued)).guest().credential();
  }

  @Test
  void a_credential_of_another_cluster_or_secret_is_forged() {
    assertThat(credentials.check(credentials("secret", "there").issue(ana))).isEqualTo(FORGED);
    assertThat(credentials.check(credentials("other", "here").issue(ana))).isEqualTo(FORGED);
    assertThat(who(credentials("secret", "here").check(credentials.issue(ana)))).isEqualTo(ana);
  }

  @Test
  void what_was_issued_before_credentials_were_tokens_is_still_read() {
    // base64url(expiry LF id LF name) . base64url(HMAC-SHA256(secret, cluster LF that))
    String credential =
        "OTk5OTk5OTk5OTk5OQpnLTEKQW5hIMOxIPCfmYI" + ".bbOTzbbDGW9UYAbZe6JQu26GE1srF5mNW-StCDu1xro";
    assertThat(who(credentials.check(credential))).isEqualTo(ana);
    assertThat(credentials("other", "here").check(credential)).isEqualTo(FORGED);
  }

  @Test
  void each_credential_has_an_id_of_its_own() {
    assertThat(credentials.issue(ana)).isNotEqualTo(credentials.issue(ana));
  }

  @Test
  void no_character_of_a_credential_can_be_changed() {
    String issued = credentials.issue(ana);
    for (int i = 0; i < issued.length(); i++) {
      char other = issued.charAt(i) == 'A' ? 'B' : 'A';
      String forged = issued.substring(0, i) + other + issued.substring(i + 1);
      assertThat(credentials.check(forged)).as(forged).isEqualTo(FORGED);
    }
    String claims = "9999999999999\ng-2\nEve";
    String unsigned =
        Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    assertThat(credentials.check(unsigned + ".")).isEqualTo(FORGED);
    assertThat(credentials.check(unsigned + issued.substring(issued.indexOf('.'))))
        .isEqualTo(FORGED);
  }

  @Property
  void whatever_is_given_as_a_credential_is_refused(@ForAll String any) {
    GuestCredentials own =
        new GuestCredentials(
            new byte[] {1}, "here", Duration.ofDays(1), new ManualClock(), new Random(1));
    assertThat(own.check(any)).isEqualTo(FORGED);
    assertThat(own.check(any + "." + any)).isEqualTo(FORGED);
  }

  @Test
  void guests_have_ids_of_their_own() {
    GuestNaming guests = new GuestNaming(new Random(1));
    assertThat(guests.create("Ana").id()).isNotEqualTo(guests.create("Ana").id());
  }

  @Test
  void a_key_is_the_same_guest_on_every_node_with_the_secret_and_on_no_other() {
    IdempotencyGuests here = keyGuests("secret", "here");
    IdempotencyGuests elsewhere = keyGuests("secret", "here");
    assertThat(here.of("k")).isEqualTo(elsewhere.of("k")).isNotEqualTo(here.of("l"));
    assertThat(here.of("k").id()).startsWith("k-");
    assertThat(here.publicKey("k"))
        .isEqualTo(elsewhere.publicKey("k"))
        .matches("[A-Za-z0-9_-]{16}");
    assertThat(here.of(here.publicKey("k"))).isNotEqualTo(here.of("k"));
    for (IdempotencyGuests other :
        List.of(keyGuests("other", "here"), keyGuests("secret", "there"))) {
      assertThat(other.of("k")).isNotEqualTo(here.of("k"));
      assertThat(other.of("k").name()).isNotEqualTo(here.of("k").name());
      assertThat(other.publicKey("k")).isNotEqualTo(here.publicKey("k"));
    }
  }

  private static IdempotencyGuests keyGuests(String secret, String cluster) {
    return new IdempotencyGuests(secret.getBytes(StandardCharsets.UTF_8), cluster);
  }

  @Test
  void pages_of_this_host_and_of_the_list_may_connect_and_so_may_who_is_no_browser() {
    OriginPolicy policy = new OriginPolicy(Set.of("https://Chat.Example.org"));
    assertThat(policy.allows(null, "here:8080")).isTrue();
    assertThat(policy.allows("http://here:8080", "here:8080")).isTrue();
    assertThat(policy.allows("https://HERE", "here")).isTrue();
    assertThat(policy.allows("https://chat.example.org", "here")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "https://evil.org",
        "https://here.evil.org",
        "https://evilhere",
        "https://her",
        "https://here:1",
        "https://here/",
        "https://evil.org/https://here",
        "https://here@evil.org",
        "file://here",
        "here",
        "https://chat.example.org.evil.org",
        "https://xchat.example.org",
        "http://chat.example.org",
        "https://here https://evil.org"
      })
  void pages_of_look_alikes_may_not(String origin) {
    OriginPolicy policy = new OriginPolicy(Set.of("https://chat.example.org"));
    assertThat(policy.allows(origin, "here")).isFalse();
    assertThat(policy.allows(origin, null)).isFalse();
  }

  private GuestCredentials credentials(String secret, String cluster) {
    return new GuestCredentials(
        secret.getBytes(StandardCharsets.UTF_8), cluster, Duration.ofDays(1), clock, new Random(1));
  }
}
