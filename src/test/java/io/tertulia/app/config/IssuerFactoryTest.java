package io.tertulia.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tertulia.security.TokenAccess;
import io.tertulia.security.token.Issuer;
import io.tertulia.security.token.KeyFetch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerFactoryTest {
  /** Before the converter that knows the words of ISO 8601 only. */
  private static final int CONVERTED = 1_000;

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void without_issuers_there_is_nothing_to_complain_of() {
    assertThat(of(Map.of()).issuers()).isEmpty();
    assertThat(of(Map.of()).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "discovery, https://id.example.org/realms/chat",
    "jwks, http://keycloak:8080/certs",
    "secret, " + SECRET
  })
  void one_way_to_the_keys_is_enough(String way, String value) {
    IssuerFactory settings = of(issuer("own", way, value));
    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.issuers()).extracting(Issuer::first).containsExactly(true);
    assertThat(settings.remote()).hasSize(way.equals("secret") ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void a_public_key_stands_there_as_openssl_writes_it(String algorithm) throws Exception {
    byte[] key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PUBLIC KEY-----\n";
    assertThat(of(issuer("own", "public-key", pem)).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, ES256", "secp384r1, ES384", "secp521r1, ES512"})
  void the_algorithm_follows_a_key_that_is_configured(String curve, String algorithm)
      throws Exception {
    IssuerFactory settings = of(issuer("own", "public-key", pem(curve)));
    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.issuers().getFirst().algorithms())
        .extracting(JWSAlgorithm::getName)
        .containsExactly(algorithm);
  }

  @Test
  void what_a_key_cannot_sign_with_stops_the_start() throws Exception {
    Map<String, String> settings = new HashMap<>(issuer("own", "public-key", pem("secp384r1")));
    settings.put("tertulia.access.issuers.own.algorithms", "ES256");
    assertThat(of(settings).complaints())
        .singleElement()
        .asString()
        .contains(".algorithms cannot be [ES256]", "what its key can sign with: ES384");
    settings.put("tertulia.access.issuers.own.algorithms", "ES384");
    assertThat(of(settings).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"HS384, 47, 48", "HS512, 32, 64", "HS512, 63, 64"})
  void a_secret_is_as_long_as_its_algorithm_wants(String algorithm, int bytes, int enough) {
    Map<String, String> settings = new HashMap<>(issuer("own", "secret", "x".repeat(bytes)));
    settings.put("tertulia.access.issuers.own.algorithms", algorithm);
    assertThat(of(settings).complaints())
        .singleElement()
        .asString()
        .contains(".algorithms cannot be [" + algorithm + "]", "HS512 one of 64");
    settings.put("tertulia.access.issuers.own.secret", "x".repeat(enough));
    assertThat(of(settings).complaints()).isEmpty();
  }

  @Test
  void of_several_one_has_to_be_the_first_for_good() {
    Map<String, String> several = new HashMap<>(issuer("b", "secret", SECRET));
    several.putAll(issuer("a", "secret", SECRET));
    assertThat(of(several).complaints()).singleElement().asString().contains("called primary");
    several.putAll(issuer("primary", "secret", SECRET));
    assertThat(of(several).complaints()).isEmpty();
    assertThat(of(several).issuers())
        .filteredOn(Issuer::first)
        .extracting(Issuer::name)
        .containsExactly("primary");
  }

  @ParameterizedTest
  @CsvSource({
    "secret, short, .secret cannot be so short",
    "jwks, nowhere, .jwks cannot be",
    "discovery, file:///etc/passwd, .discovery cannot be",
    "public-key, AAAA, .public-key cannot be",
    "algorithms, RS256, exactly one of discovery"
  })
  void what_makes_no_sense_is_named(String key, String value, String why) {
    assertThat(of(issuer("own", key, value)).complaints())
        .anyMatch(
            sentence ->
                sentence.startsWith("The setting tertulia.access.issuers.own")
                    && sentence.contains(why));
  }

  @ParameterizedTest
  @CsvSource({
    "jwks, http://id/keys, HS256",
    "jwks, http://id/keys, none",
    "secret, " + SECRET + ", RS256"
  })
  void a_public_key_is_never_a_secret(String way, String value, String algorithm) {
    Map<String, String> settings = new HashMap<>(issuer("own", way, value));
    settings.put("tertulia.access.issuers.own.algorithms", algorithm);
    assertThat(of(settings).complaints())
        .singleElement()
        .asString()
        .contains(".algorithms cannot be [" + algorithm + "]");
  }

  @Test
  void two_issuers_are_not_called_alike() {
    Map<String, String> settings = new HashMap<>(issuer("primary", "secret", SECRET));
    settings.putAll(issuer("b", "secret", SECRET));
    settings.put("tertulia.access.issuers.b.issuer", "https://id.example.org/primary");
    assertThat(of(settings).complaints()).singleElement().asString().contains("the same of two");
  }

  @Test
  void two_ways_to_the_keys_are_one_too_many() {
    Map<String, String> settings = new HashMap<>(issuer("own", "secret", SECRET));
    settings.put("tertulia.access.issuers.own.jwks", "http://id/keys");
    assertThat(of(settings).complaints()).singleElement().asString().contains("exactly one");
  }

  @Test
  void the_development_issuer_is_there_when_its_secret_is_and_never_the_first() {
    IssuerFactory settings = of(Map.of("tertulia.access.development.secret", SECRET));
    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.issuers()).extracting(Issuer::name).containsExactly("dev");
    assertThat(settings.issuers()).extracting(Issuer::first).containsExactly(false);
  }

  @Test
  void it_stands_beside_another_that_needs_no_other_name_for_that() {
    Map<String, String> settings = new HashMap<>(issuer("own", "secret", SECRET));
    settings.put("tertulia.access.development.secret", SECRET);
    assertThat(of(settings).complaints()).isEmpty();
    assertThat(of(settings).issuers())
        .extracting(Issuer::first)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void the_development_issuer_is_refused_where_it_is_not_allowed() {
    IssuerFactory settings =
        of(
            Map.of(
                "tertulia.access.development.secret",
                SECRET,
                "tertulia.access.development.allowed",
                "false"));
    assertThat(settings.issuers()).isEmpty();
    assertThat(settings.complaints())
        .singleElement()
        .asString()
        .startsWith("The development issuer is refused here")
        .contains("TERTULIA_ACCESS_DEVELOPMENT_ALLOWED=true");
  }

  @Test
  void nobody_else_is_called_as_the_development_issuer_and_its_secret_is_long() {
    Map<String, String> settings = new HashMap<>(issuer("dev", "secret", SECRET));
    settings.put("tertulia.access.development.secret", "short");
    assertThat(of(settings).complaints())
        .satisfiesExactly(
            name -> assertThat(name).contains("issuers.dev cannot be called so"),
            secret -> assertThat(secret).contains("development.secret cannot be so short"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/docs/access/compose.yml", "k8s/overlays/production/settings.env"})
  void the_variables_of_the_examples_are_two_issuers_once_their_secret_is_there(String file)
      throws IOException {
    Map<String, String> variables =
        Pattern.compile("^ *#?(TERTULIA_ACCESS_[A-Z_]+)[:=] ?\"?([^\"\\n]+)", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of(file)))
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    variables.put("TERTULIA_ACCESS_ISSUERS_OWN_SECRET", SECRET);
    AccessConfig config =
        access(new SmallRyeConfigBuilder().withSources(new EnvConfigSource(variables, 300)));
    IssuerFactory settings = IssuerFactory.of(config, new KeyFetch());
    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.issuers()).extracting(Issuer::name).containsExactly("own", "primary");
    assertThat(config.guests()).isEqualTo(TokenAccess.Guests.NO);
  }

  private static String pem(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    byte[] key = generator.generateKeyPair().getPublic().getEncoded();
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static Map<String, String> issuer(String name, String way, String value) {
    String prefix = "tertulia.access.issuers." + name + ".";
    return Map.of(
        prefix + "issuer",
        "https://id.example.org/" + name,
        prefix + "audience",
        "chat",
        prefix + way,
        value);
  }

  private static IssuerFactory of(Map<String, String> settings) {
    AccessConfig config = access(new SmallRyeConfigBuilder().withDefaultValues(settings));
    return IssuerFactory.of(config, new KeyFetch());
  }

  private static AccessConfig access(SmallRyeConfigBuilder settings) {
    return settings
        .withConverter(Duration.class, CONVERTED, new DurationConverter())
        .withMapping(AccessConfig.class, "tertulia.access")
        .build()
        .getConfigMapping(AccessConfig.class, "tertulia.access");
  }
}
