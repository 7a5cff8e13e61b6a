package io.tertulia.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectIdTest {
  private static final Tokens KEYS = new Tokens("one");
  private static final Issuer FIRST = issuer("primary", true);
  private static final Issuer SECOND = issuer("partner", false);

  @ParameterizedTest
  @ValueSource(
      strings = {"ana", "Ana.M@example.org", "auth0|5f7c8ec7c33c6c004bbafe82", "a:b-c_d", "1"})
  void a_plain_word_stands_as_it_is(String subject) {
    assertThat(SubjectId.of(FIRST, subject)).isEqualTo(subject);
    assertThat(SubjectId.of(SECOND, subject)).isEqualTo("partner~" + subject);
  }

  @Test
  void two_issuers_may_call_different_people_alike() {
    assertThat(SubjectId.of(FIRST, "ana")).isNotEqualTo(SubjectId.of(SECOND, "ana"));
    // Nobody of the first can be called as one of the second is.
    assertThat(SubjectId.of(FIRST, "partner~ana")).doesNotContain("~");
  }

  @Test
  void what_may_not_stand_in_an_id_is_hashed_and_told_apart() {
    List<String> words =
        List.of(
            "g-1",
            "k-1",
            "h-1",
            "node-a",
            "a b",
            "a\nb",
            "a\u0000",
            "ñandú",
            "x".repeat(65),
            "a~b");
    List<String> ids = words.stream().map(word -> SubjectId.of(FIRST, word)).toList();
    assertThat(ids).allMatch(id -> id.matches("h-[A-Za-z0-9_-]{24}")).doesNotHaveDuplicates();
    // Nor can somebody be called what another's hash is.
    assertThat(SubjectId.of(FIRST, ids.getFirst())).isNotEqualTo(ids.getFirst());
  }

  private static Issuer issuer(String name, boolean first) {
    return new Issuer(
        name,
        first,
        "https://" + name + ".example",
        Set.of("chat"),
        Set.of(JWSAlgorithm.RS256),
        IssuerKeys.of(KEYS.key.toPublicJWK()),
        "sub",
        "name");
  }
}
