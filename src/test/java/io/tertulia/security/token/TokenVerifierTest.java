package io.tertulia.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.security.token.TokenVerifier.Bad;
import io.tertulia.security.token.TokenVerifier.Good;
import io.tertulia.security.token.TokenVerifier.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Tokens ISSUER = new Tokens("one");
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(Tokens.NOW), ZoneOffset.UTC);

  private final TokenVerifier verifier = verifier(ISSUER.issuer());

  @Test
  void a_good_token_says_who_somebody_is() {
    Map<String, Object> claims = Tokens.ana("grants", Map.of("team-*", "moderator"));
    claims.put("roles", List.of("admin"));
    claims.put("jti", "t-1");
    assertThat(verify(ISSUER.sign(claims)))
        .isEqualTo(
            new Good(
                new TokenIdentity(
                    "ana",
                    "Ana María",
                    Set.of("admin"),
                    Map.of("team-*", "moderator"),
                    Tokens.NOW * 1_000,
                    (Tokens.NOW + 300) * 1_000,
                    "t-1")));
  }

  @Test
  void one_of_several_audiences_is_enough() {
    assertThat(verify(ISSUER.sign(Tokens.ana("aud", List.of("mail", "chat")))))
        .isInstanceOf(Good.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 1, -59})
  void its_end_may_be_a_minute_ago_for_clocks_differ(long seconds) {
    assertThat(verify(ISSUER.sign(Tokens.ana("exp", Tokens.NOW + seconds))))
        .isInstanceOf(Good.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -61, -100_000})
  void what_ended_before_that_has_expired(long seconds) {
    refused(Tokens.ana("exp", Tokens.NOW + seconds), ErrorCode.TOKEN_EXPIRED, "expired");
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        Arguments.of("iss", "https://elsewhere.example", "does not know its issuer"),
        Arguments.of("iss", 7, "does not know its issuer"),
        Arguments.of("aud", "mail", "aud"),
        Arguments.of("aud", List.of(), "aud"),
        Arguments.of("aud", Map.of("chat", "chat"), "aud"),
        Arguments.of("exp", "soon", "exp has to be a number"),
        Arguments.of("exp", String.valueOf(Tokens.NOW + 300), "exp has to be a number"),
        Arguments.of("exp", 1e300, "exp has to be a number"),
        Arguments.of("exp", -1, "exp has to be a number"),
        Arguments.of("nbf", Tokens.NOW + 61, "nbf lies ahead"),
        Arguments.of("iat", Tokens.NOW + 61, "iat lies ahead"),
        Arguments.of("iat", "today", "iat has to be a number"),
        Arguments.of("sub", 7, "sub has to be a text"),
        Arguments.of("sub", "", "sub has to be a text"),
        Arguments.of("roles", "admin", "roles has to be a list"),
        Arguments.of("roles", List.of(1), "roles holds"),
        Arguments.of("grants", List.of("team"), "grants has to be an object"),
        Arguments.of("grants", Map.of("team", 1), "grants holds"),
        Arguments.of("jti", 1, "jti"),
        Arguments.of("jti", "x".repeat(129), "jti"));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void a_claim_of_another_shape_is_named(String claim, Object value, String why) {
    refused(Tokens.ana(claim, value), ErrorCode.TOKEN_INVALID, why);
  }

  @Test
  void half_a_character_tells_nobody_apart() {
    String json = new Payload(Tokens.ana()).toString().replace("\"ana\"", "\"\\ud800\"");
    assertThat(verify(ISSUER.sign(new Payload(json)))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "exp", "sub"})
  void it_must_say_whose_for_whom_until_when_and_who(String claim) {
    Map<String, Object> claims = Tokens.ana();
    claims.remove(claim);
    assertThat(verify(ISSUER.sign(claims))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a.b.c", "no token", "eyJhbGciOiJub25lIn0.e30.", "ünïcödé.e30.x"})
  void what_is_no_token_is_told_so(String word) {
    assertThat(verify(word)).isEqualTo(bad("it is no signed JWT"));
  }

  @Test
  void none_is_no_signature() {
    String body =
        Base64URL.encode(
                "{\"iss\":\""
                    + Tokens.URL
                    + "\",\"aud\":\"chat\",\"sub\":\"ana\",\"exp\":9999999999}")
            .toString();
    for (String algorithm : List.of("none", "None", "NONE", "")) {
      String head = Base64URL.encode("{\"alg\":\"" + algorithm + "\"}").toString();
      assertThat(verify(head + "." + body + ".")).as(algorithm).isInstanceOf(Bad.class);
      assertThat(verify(head + "." + body + ".AAAA")).as(algorithm).isInstanceOf(Bad.class);
    }
  }

  @Test
  void a_public_key_is_no_secret() throws Exception {
    byte[] published = ISSUER.key.toRSAPublicKey().getEncoded();
    assertThat(verify(Tokens.signBySecret(published, Tokens.ana())))
        .isEqualTo(bad("its issuer may sign only with RS256"));
    byte[] json = ISSUER.key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    assertThat(verify(Tokens.signBySecret(json, Tokens.ana()))).isInstanceOf(Bad.class);
  }

  @Test
  void an_issuer_has_public_keys_or_a_secret_and_not_both() {
    assertThatThrownBy(
            () ->
                new Issuer(
                    "both",
                    true,
                    Tokens.URL,
                    Set.of("chat"),
                    Set.of(JWSAlgorithm.RS256, JWSAlgorithm.HS256),
                    IssuerKeys.of(ISSUER.key),
                    "sub",
                    "name"))
        .hasMessageContaining("not both");
  }

  @Test
  void a_secret_is_enough_for_who_signs_by_it() {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    Issuer own =
        new Issuer(
            "own",
            true,
            Tokens.URL,
            Set.of("chat"),
            Set.of(JWSAlgorithm.HS256),
            IssuerKeys.of(new OctetSequenceKey.Builder(secret).build()),
            "sub",
            "name");
    assertThat(answer(verifier(own), Tokens.signBySecret(secret, Tokens.ana())))
        .isInstanceOf(Good.class);
    assertThat(answer(verifier(own), ISSUER.sign(Tokens.ana()))).isInstanceOf(Bad.class);
  }

  @Test
  void another_key_is_not_the_issuers() {
    assertThat(verify(new Tokens("one").sign(Tokens.ana())))
        .isEqualTo(bad("its signature is not its issuer's"));
  }

  @Test
  void a_changed_word_breaks_the_signature() {
    String[] parts = ISSUER.sign(Tokens.ana()).split("\\.", -1);
    String other = ISSUER.sign(Tokens.ana("sub", "eva")).split("\\.", -1)[1];
    assertThat(verify(parts[0] + "." + other + "." + parts[2]))
        .isEqualTo(bad("its signature is not its issuer's"));
  }

  @Test
  void what_the_header_says_of_keys_is_not_looked_at() {
    Tokens stranger = new Tokens("stranger");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("../../etc/passwd")
            .jwk(stranger.key.toPublicJWK())
            .jwkURL(URI.create("http://127.0.0.1:1/keys"))
            .x509CertURL(URI.create("http://127.0.0.1:1/cert"))
            .build();
    assertThat(verify(stranger.sign(header, Tokens.ana()))).isInstanceOf(Bad.class);
    assertThat(verify(ISSUER.sign(header, Tokens.ana()))).isInstanceOf(Good.class);
  }

  @Test
  void a_header_that_must_be_understood_is_not() {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).criticalParams(Set.of("exp")).build();
    assertThat(verify(ISSUER.sign(header, Tokens.ana()))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "SECEVENT+JWT"})
  void what_the_issuer_signs_for_other_ends_is_no_credential(String type) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).build();
    assertThat(verify(ISSUER.sign(header, Tokens.ana())))
        .isEqualTo(bad("it is a token of another kind, " + type));
  }

  @Test
  void what_is_too_long_is_not_read() {
    assertThat(verify(ISSUER.sign(Tokens.ana("name", "a".repeat(64_000)))))
        .isEqualTo(bad("it is longer than 8192 characters"));
  }

  @Test
  void without_keys_nobody_can_be_judged() {
    Issuer away =
        Tokens.issuer(
            id -> CompletableFuture.failedStage(new IssuerKeys.Unreachable("the tests' issuer")));
    assertThat(answer(verifier(away), ISSUER.sign(Tokens.ana())))
        .isEqualTo(
            new Bad(
                ErrorCode.UNAVAILABLE,
                "The keys of this token's issuer cannot be fetched: try again."));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 16, 999})
  void of_a_thousand_keys_sixteen_are_tried_when_a_token_names_none(int place) {
    JWK other = new Tokens("other").key.toPublicJWK();
    List<JWK> many = new ArrayList<>(Collections.nCopies(1_000, other));
    many.set(place, ISSUER.key.toPublicJWK());
    TokenVerifier crowded =
        verifier(Tokens.issuer(id -> CompletableFuture.completedStage(List.copyOf(many))));
    String unnamed = ISSUER.sign(new JWSHeader(JWSAlgorithm.RS256), Tokens.ana());
    assertThat(answer(crowded, unnamed)).isInstanceOf(place < 16 ? Good.class : Bad.class);
  }

  @Test
  void an_address_tells_people_apart_only_when_its_issuer_has_looked_at_it() {
    TokenVerifier byEmail =
        verifier(
            new Issuer(
                "own",
                true,
                Tokens.URL,
                Set.of("chat"),
                Set.of(JWSAlgorithm.RS256),
                IssuerKeys.of(ISSUER.key.toPublicJWK()),
                "email",
                "name"));
    Map<String, Object> claims = Tokens.ana("email", "ana@example.org");
    Bad unverified = bad("by email it counts only with email_verified: true");
    assertThat(answer(byEmail, ISSUER.sign(claims))).isEqualTo(unverified);
    for (Object no : List.of(false, "true", 1)) {
      claims.put("email_verified", no);
      assertThat(answer(byEmail, ISSUER.sign(claims))).isEqualTo(unverified);
    }
    claims.put("email_verified", true);
    assertThat(answer(byEmail, ISSUER.sign(claims)))
        .extracting(verdict -> ((Good) verdict).bearer().id())
        .isEqualTo("ana@example.org");
    assertThat(verify(ISSUER.sign(Tokens.ana("email_verified", false)))).isInstanceOf(Good.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "line\nfeed", "\u202eevil", " "})
  void a_name_that_cannot_be_shown_is_replaced_by_the_id(String name) {
    assertThat(verify(ISSUER.sign(Tokens.ana("name", name))))
        .extracting(verdict -> ((Good) verdict).bearer().name())
        .isEqualTo("ana");
  }

  private void refused(Map<String, Object> claims, ErrorCode code, String why) {
    Verdict verdict = verify(ISSUER.sign(claims));
    assertThat(verdict).isInstanceOf(Bad.class);
    assertThat(((Bad) verdict).code()).isEqualTo(code);
    assertThat(((Bad) verdict).message()).contains(why);
  }

  private Verdict verify(String token) {
    return answer(verifier, token);
  }

  private static Verdict answer(TokenVerifier verifier, String token) {
    return verifier.verify(token).toCompletableFuture().join();
  }

  private static TokenVerifier verifier(Issuer issuer) {
    return new TokenVerifier(List.of(issuer), CLOCK);
  }

  private static Bad bad(String why) {
    return new Bad(ErrorCode.TOKEN_INVALID, "This token is not taken: " + why + ".");
  }
}
