package io.tertulia.app.config;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.tertulia.app.config.AccessConfig.IssuerConfig;
import io.tertulia.app.development.DevelopmentIssuer;
import io.tertulia.security.token.Issuer;
import io.tertulia.security.token.IssuerKeys;
import io.tertulia.security.token.KeyFetch;
import io.tertulia.security.token.PublicKeys;
import io.tertulia.security.token.RemoteKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes issuers of what is configured, or says what is wrong with it. */
public final class IssuerFactory {
  private static final String PRIMARY = "primary";
  private static final int SECRET_BYTES = 32;
  private static final String LONG =
      "at least " + SECRET_BYTES + " bytes, like what `openssl rand -hex 32` prints";

  private static final Set<JWSAlgorithm> PUBLIC =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Set<JWSAlgorithm> SECRET =
      Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);

  private final KeyFetch fetch;
  private final List<Issuer> issuers = new ArrayList<>();
  private final List<RemoteKeys> remote = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private IssuerFactory(KeyFetch fetch) {
    this.fetch = fetch;
  }

  public static IssuerFactory of(AccessConfig config, KeyFetch fetch) {
    IssuerFactory settings = new IssuerFactory(fetch);
    Map<String, IssuerConfig> sorted = new TreeMap<>(config.issuers());
    String first =
        sorted.containsKey(PRIMARY) ? PRIMARY : sorted.keySet().stream().findFirst().orElse("");
    settings.demand(
        sorted.size() < 2 || sorted.containsKey(PRIMARY),
        "*",
        "",
        "several without a first",
        "one of them called primary: its people stand with their ids as they are, and no other's"
            + " may ever become theirs");
    long urls = sorted.values().stream().map(IssuerConfig::issuer).distinct().count();
    settings.demand(
        urls == sorted.size(),
        "*",
        ".issuer",
        "the same of two",
        "one issuer's: by iss it is decided whose keys count");
    sorted.forEach((name, issuer) -> settings.add(name, issuer, name.equals(first)));
    config.development().secret().ifPresent(secret -> settings.develop(config, secret));
    return settings;
  }

  /** To be used when nothing is wrong. */
  public List<Issuer> issuers() {
    return issuers;
  }

  /** Those whose keys are to be fetched ahead. */
  public List<RemoteKeys> remote() {
    return remote;
  }

  /** One sentence for each setting that makes no sense. */
  public List<String> complaints() {
    return complaints;
  }

  private void add(String name, IssuerConfig config, boolean first) {
    int before = complaints.size();
    demand(
        name.matches("[a-z0-9-]{1,32}"),
        name,
        "",
        "called so",
        "named with 1-32 of a-z, 0-9 and -: the name stands in ids");
    demand(!config.issuer().isBlank(), name, ".issuer", "blank", "what its tokens have as iss");
    demand(!config.audience().isEmpty(), name, ".audience", "empty", "what its tokens have as aud");
    Set<JWSAlgorithm> algorithms = algorithms(name, config);
    IssuerKeys keys = keys(name, config);
    if (complaints.size() == before) {
      issuers.add(
          new Issuer(
              name,
              first,
              config.issuer(),
              Set.copyOf(config.audience()),
              algorithms,
              keys,
              config.idClaim(),
              config.nameClaim()));
    }
  }

  private void develop(AccessConfig config, String secret) {
    int before = complaints.size();
    if (!config.development().allowed()) {
      complaints.add(
          "The development issuer is refused here, for its tokens make anybody an administrator:"
              + " leave out tertulia.access.development.secret, or say that you mean it by"
              + " TERTULIA_ACCESS_DEVELOPMENT_ALLOWED=true.");
    }
    config.issuers().keySet().stream()
        .filter(DevelopmentIssuer.NAME::equals)
        .forEach(
            name ->
                demand(
                    false,
                    name,
                    "",
                    "called so",
                    "called otherwise: that is the development issuer"));
    if (isShort(secret)) {
      complaints.add(wrong("development.secret", "so short", LONG));
    }
    if (complaints.size() == before) {
      issuers.add(DevelopmentIssuer.of(secret));
    }
  }

  private Set<JWSAlgorithm> algorithms(String name, IssuerConfig config) {
    boolean secret = config.secret().isPresent();
    Set<JWSAlgorithm> possible = secret ? SECRET : PUBLIC;
    Set<JWSAlgorithm> wanted =
        config
            .algorithms()
            .map(words -> words.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()))
            .orElse(
                secret
                    ? Set.of(JWSAlgorithm.HS256)
                    : Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256));
    demand(
        !wanted.isEmpty() && possible.containsAll(wanted),
        name,
        ".algorithms",
        wanted,
        (secret ? "of a secret: " : "of public keys: ")
            + possible.stream()
                .map(JWSAlgorithm::getName)
                .sorted()
                .collect(Collectors.joining(", ")));
    return wanted;
  }

  private IssuerKeys keys(String name, IssuerConfig config) {
    long ways =
        Stream.of(config.discovery(), config.jwks(), config.publicKey(), config.secret())
            .filter(Optional::isPresent)
            .count();
    demand(
        ways == 1,
        name,
        "",
        "without a way to its keys, or with several",
        "given exactly one of discovery, jwks, public-key and secret");
    if (ways != 1) {
      return id -> IssuerKeys.none();
    }
    return config
        .discovery()
        .map(at -> discovered(name, config.issuer(), at))
        .or(() -> config.jwks().map(at -> published(name, at)))
        .or(() -> config.publicKey().map(pem -> publicKey(name, pem)))
        .orElseGet(() -> secret(name, config.secret().orElse("")));
  }

  private IssuerKeys discovered(String name, String issuer, String at) {
    URI base = web(name, ".discovery", at);
    return remote(new RemoteKeys(name, () -> fetch.discovered(issuer, base), IssuerFactory::now));
  }

  private IssuerKeys published(String name, String at) {
    URI jwks = web(name, ".jwks", at);
    return remote(new RemoteKeys(name, () -> fetch.keys(jwks), IssuerFactory::now));
  }

  private IssuerKeys remote(RemoteKeys keys) {
    remote.add(keys);
    return keys;
  }

  private IssuerKeys publicKey(String name, String pem) {
    try {
      return IssuerKeys.of(PublicKeys.parse(pem));
    } catch (IllegalArgumentException e) {
      demand(false, name, ".public-key", "what it is", String.valueOf(e.getMessage()));
      return id -> IssuerKeys.none();
    }
  }

  private IssuerKeys secret(String name, String secret) {
    demand(!isShort(secret), name, ".secret", "so short", LONG);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return IssuerKeys.of(new OctetSequenceKey.Builder(bytes).build());
  }

  private static boolean isShort(String secret) {
    return secret.getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES;
  }

  private URI web(String name, String key, String address) {
    boolean web = ConfigValidation.isWeb(address);
    demand(
        web,
        name,
        key,
        "\"" + address + "\"",
        "a whole address, like https://id.example.org/realms/chat");
    return web ? URI.create(address) : URI.create("http://127.0.0.1:9");
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void demand(boolean sensible, String name, String key, Object value, String expected) {
    if (!sensible) {
      complaints.add(wrong("issuers." + name + key, value, expected));
    }
  }

  private static String wrong(String setting, Object value, String expected) {
    return "The setting tertulia.access."
        + setting
        + " cannot be "
        + value
        + ": it must be "
        + expected
        + ".";
  }
}
