package io.tertulia.security.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What keys sign with (RFC 7518, 3.1). */
public final class KeyAlgorithms {
  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  /** Each curve has its own. */
  private static final Map<Curve, JWSAlgorithm> CURVES =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  /** The bits of the hash are those that a secret has to have (RFC 7518, 3.2). */
  private static final Map<JWSAlgorithm, Integer> SECRETS =
      Map.of(JWSAlgorithm.HS256, 256, JWSAlgorithm.HS384, 384, JWSAlgorithm.HS512, 512);

  /** Of keys that all may know. */
  public static final Set<JWSAlgorithm> PUBLIC = both(RSA, CURVES.values());

  /** Of keys that two share. */
  public static final Set<JWSAlgorithm> SECRET = SECRETS.keySet();

  /** What most issuers sign with whose keys are not known yet. */
  public static final Set<JWSAlgorithm> USUAL = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private KeyAlgorithms() {}

  /** All that this key can sign with. */
  public static Set<JWSAlgorithm> of(JWK key) {
    return switch (key) {
      case RSAKey rsa -> RSA;
      case ECKey ec -> ofCurve(ec.getCurve());
      case OctetSequenceKey secret ->
          SECRET.stream()
              .filter(algorithm -> secret.size() >= SECRETS.getOrDefault(algorithm, 0))
              .collect(Collectors.toUnmodifiableSet());
      default -> Set.of();
    };
  }

  private static Set<JWSAlgorithm> ofCurve(Curve curve) {
    JWSAlgorithm own = CURVES.get(curve);
    return own == null ? Set.of() : Set.of(own);
  }

  /** What this key signs with when nobody says more of it. */
  public static Set<JWSAlgorithm> usual(JWK key) {
    return switch (key) {
      case RSAKey rsa -> Set.of(JWSAlgorithm.RS256);
      case OctetSequenceKey secret -> Set.of(JWSAlgorithm.HS256);
      default -> of(key);
    };
  }

  /** For people. */
  public static String words(Collection<JWSAlgorithm> algorithms) {
    return algorithms.stream()
        .map(JWSAlgorithm::getName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Set<JWSAlgorithm> both(
      Collection<JWSAlgorithm> some, Collection<JWSAlgorithm> more) {
    return Stream.of(some, more)
        .flatMap(Collection::stream)
        .collect(Collectors.toUnmodifiableSet());
  }
}
