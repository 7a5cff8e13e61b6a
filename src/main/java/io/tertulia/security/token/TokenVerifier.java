package io.tertulia.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.protocol.ErrorCode;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says who somebody is by a JSON Web Token (RFC 7519), as RFC 8725 demands: the issuer decides by
 * which keys and algorithms, never the token. What its header says of keys ({@code jku}, {@code
 * x5u}, {@code jwk}) is not looked at. Any thread; the answer comes on the asking thread when the
 * key is known.
 */
public final class TokenVerifier {
  /** Characters; nothing longer is looked at. */
  private static final int LONGEST = 8_192;

  /** Keys that one token is tried with, when it does not say which it is. */
  private static final int TRIES = 16;

  /** Signed by the same keys and no credential (RFC 8725, 3.11). */
  private static final Set<String> OTHER_KINDS =
      Set.of("logout+jwt", "secevent+jwt", "dpop+jwt", "jwt+kb");

  private final Map<String, Issuer> issuers;
  private final Clock clock;

  /** What a token turned out to be. */
  public sealed interface Verdict {}

  public record Good(TokenIdentity bearer) implements Verdict {}

  /**
   * @param code TOKEN_INVALID, TOKEN_EXPIRED, or UNAVAILABLE when that cannot be known now
   * @param message for the client: what was wrong, and what to do
   */
  public record Bad(ErrorCode code, String message) implements Verdict {}

  public TokenVerifier(List<Issuer> issuers, Clock clock) {
    this.issuers = issuers.stream().collect(Collectors.toMap(Issuer::url, Function.identity()));
    this.clock = clock;
  }

  public boolean hasIssuers() {
    return !issuers.isEmpty();
  }

  /**
   * Whose it says that it is; nothing is believed of it yet.
   *
   * @return null when it says nothing of that
   */
  public @Nullable String issuerOf(String token) {
    if (token.length() > LONGEST) {
      return null;
    }
    try {
      Map<String, Object> claims = SignedJWT.parse(token).getPayload().toJSONObject();
      return claims != null && claims.get("iss") instanceof String issuer ? issuer : null;
    } catch (ParseException | RuntimeException e) {
      return null;
    }
  }

  public boolean knows(String issuer) {
    return issuers.containsKey(issuer);
  }

  public CompletionStage<Verdict> verify(String token) {
    if (token.length() > LONGEST) {
      return bad("it is longer than " + LONGEST + " characters");
    }
    SignedJWT jwt;
    Map<String, Object> claims;
    try {
      jwt = SignedJWT.parse(token);
      claims = jwt.getPayload().toJSONObject();
    } catch (ParseException | RuntimeException e) {
      return bad("it is no signed JWT");
    }
    Issuer issuer = claims == null ? null : issuers.get(String.valueOf(claims.get("iss")));
    if (claims == null || issuer == null) {
      return bad("this server does not know its issuer");
    }
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    if (!issuer.algorithms().contains(algorithm)) {
      return bad("its issuer may sign only with " + KeyAlgorithms.words(issuer.algorithms()));
    }
    JOSEObjectType type = jwt.getHeader().getType();
    if (type != null && OTHER_KINDS.contains(type.getType().toLowerCase(Locale.ROOT))) {
      return bad("it is a token of another kind, " + type.getType());
    }
    if (jwt.getHeader().getCriticalParams() != null) {
      return bad("its header has to be understood in a way that this server does not know");
    }
    return issuer
        .keys()
        .named(jwt.getHeader().getKeyID())
        .handle(
            (keys, failure) -> failure == null ? judge(jwt, claims, issuer, keys) : unavailable());
  }

  private Verdict judge(
      SignedJWT jwt, Map<String, Object> claims, Issuer issuer, List<JWK> candidates) {
    if (candidates.stream().limit(TRIES).noneMatch(key -> isSignedBy(key, jwt))) {
      return refused(
          candidates.isEmpty()
              ? "its issuer has no key of that name"
              : "its signature is not its issuer's");
    }
    try {
      return new Good(new Claims(claims).bearer(issuer, clock.millis()));
    } catch (Claims.Bad e) {
      return new Bad(
          e.isExpired() ? ErrorCode.TOKEN_EXPIRED : ErrorCode.TOKEN_INVALID,
          String.valueOf(e.getMessage()));
    }
  }

  private static boolean isSignedBy(JWK key, SignedJWT jwt) {
    try {
      JWSVerifier verifier = verifier(key);
      return verifier != null
          && verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())
          && jwt.verify(verifier);
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }

  /** Null for a key that signs nothing here. */
  private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
    if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
      return null;
    }
    return switch (key) {
      case RSAKey rsa when rsa.size() >= PublicKeys.SHORTEST_RSA -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      case OctetSequenceKey secret -> new MACVerifier(secret);
      default -> null;
    };
  }

  private static CompletionStage<Verdict> bad(String why) {
    return CompletableFuture.completedStage(refused(why));
  }

  private static Verdict refused(String why) {
    return new Bad(ErrorCode.TOKEN_INVALID, "This token is not taken: " + why + ".");
  }

  private static Verdict unavailable() {
    return new Bad(
        ErrorCode.UNAVAILABLE, "The keys of this token's issuer cannot be fetched: try again.");
  }
}
