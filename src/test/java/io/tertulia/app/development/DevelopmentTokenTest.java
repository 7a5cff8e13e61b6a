package io.tertulia.app.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tertulia.security.token.TokenIdentity;
import io.tertulia.security.token.TokenVerifier;
import io.tertulia.security.token.TokenVerifier.Bad;
import io.tertulia.security.token.TokenVerifier.Good;
import io.tertulia.security.token.TokenVerifier.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevelopmentTokenTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void a_server_with_the_same_secret_takes_it() {
    assertThat(identity("ana", "--admin"))
        .isEqualTo(
            new TokenIdentity(
                "dev~ana",
                "ana",
                Set.of("admin"),
                Map.of(),
                NOW.toEpochMilli(),
                NOW.plus(Duration.ofHours(24)).toEpochMilli(),
                null));
  }

  @Test
  void without_the_word_nobody_is_an_administrator() {
    assertThat(identity("luis").roles()).isEmpty();
  }

  @Test
  void a_name_is_shown_as_it_was_written() {
    assertThat(identity("--name=Ana \"la Niña\" \\ García", "ana").name())
        .isEqualTo("Ana \"la Niña\" \\ García");
  }

  @Test
  void it_ends_when_it_was_said_to() {
    assertThat(identity("ana", "--hours=1").expiresAt())
        .isEqualTo(NOW.plus(Duration.ofHours(1)).toEpochMilli());
  }

  @Test
  void a_server_with_another_secret_refuses_it() {
    String token = DevelopmentToken.parse(List.of("ana")).sign("f".repeat(32), NOW);
    assertThat(verdict(token)).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @CsvSource({
    "--admin, Say for whom",
    "'ana luis', Say for whom",
    "--root, 'token does not know \"--root\"'",
    "--hours=0, '--hours cannot be \"0\"'",
    "--hours=1000, --hours cannot be",
  })
  void what_it_cannot_make_is_answered_with_a_sentence(String word, String sentence) {
    assertThatThrownBy(() -> DevelopmentToken.parse(List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void a_name_that_forges_a_line_is_refused() {
    assertThatThrownBy(() -> DevelopmentToken.parse(List.of("ana", "--name=a\nb")))
        .hasMessageStartingWith("A name has 1-64 characters");
  }

  private static TokenIdentity identity(String... words) {
    Verdict verdict = verdict(DevelopmentToken.parse(List.of(words)).sign(SECRET, NOW));
    assertThat(verdict).isInstanceOf(Good.class);
    return ((Good) verdict).bearer();
  }

  private static Verdict verdict(String token) {
    return new TokenVerifier(
            List.of(DevelopmentIssuer.of(SECRET)), Clock.fixed(NOW, ZoneOffset.UTC))
        .verify(token)
        .toCompletableFuture()
        .join();
  }
}
