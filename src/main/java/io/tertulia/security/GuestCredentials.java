package io.tertulia.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.Identity;
import io.tertulia.room.access.Principal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code welcome.resume} carries: a guest's identity as a token that the cluster signs, so
 * that the guest is the same person on any node. The cluster's name is its issuer and goes into the
 * key, so that one secret used twice does not let a guest of one cluster into another. Any thread.
 */
public final class GuestCredentials {
  private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.HS256);
  private static final int ID_BYTES = 12;

  /** Begins the name of those who issue them. */
  private static final String ISSUER = "guests of ";

  private final JWSSigner signer;
  private final JWSVerifier verifier;
  private final EarlierGuestCredentials earlier;
  private final String issuer;
  private final Duration lifetime;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * @param secret the same on all nodes
   * @param random what ids of credentials are made of
   */
  public GuestCredentials(
      byte[] secret, String cluster, Duration lifetime, Clock clock, RandomGenerator random) {
    this.earlier = new EarlierGuestCredentials(secret, cluster);
    this.issuer = ISSUER + cluster;
    this.lifetime = lifetime;
    this.clock = clock;
    this.random = random;
    // As long as the algorithm wants it, however short the secret is.
    byte[] key = earlier.signature("key of " + issuer);
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("every JVM has HMAC-SHA256", e);
    }
  }

  /** What a credential turned out to be. */
  public sealed interface Checked {}

  public record Valid(Principal guest) implements Checked {}

  /**
   * @param code TOKEN_INVALID or TOKEN_EXPIRED
   */
  public record Invalid(ErrorCode code) implements Checked {}

  /** Whether one who is called so issues such, in this cluster or in another. */
  static boolean isIssuer(String name) {
    return name.startsWith(ISSUER);
  }

  public String issue(Identity guest) {
    long now = clock.millis();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(guest.id())
            .claim("name", guest.name())
            .claim("iat", now / 1_000)
            .claim("exp", (now + lifetime.toMillis()) / 1_000)
            .jwtID(id())
            .build();
    try {
      SignedJWT token = new SignedJWT(HEADER, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of our own signs", e);
    }
  }

  private String id() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  public Checked check(String credential) {
    if (credential.indexOf('.') == credential.lastIndexOf('.')) {
      return credible(earlier.read(credential), Principal.Credential.NONE);
    }
    try {
      SignedJWT token = SignedJWT.parse(credential);
      // Of base64 that ends in other bits than zeros there is more than one text.
      Base64URL given = token.getSignature();
      boolean good =
          token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
              && token.verify(verifier)
              && given.equals(Base64URL.encode(given.decode()));
      return good ? read(token.getJWTClaimsSet()) : new Invalid(ErrorCode.TOKEN_INVALID);
    } catch (ParseException | JOSEException | RuntimeException e) {
      return new Invalid(ErrorCode.TOKEN_INVALID);
    }
  }

  /** Only for claims that we signed. */
  private Checked read(JWTClaimsSet claims) throws ParseException {
    return credible(
        new EarlierGuestCredentials.Claims(
            millis(claims, "exp"),
            String.valueOf(claims.getSubject()),
            String.valueOf(claims.getStringClaim("name"))),
        new Principal.Credential(claims.getJWTID(), millis(claims, "iat")));
  }

  private static long millis(JWTClaimsSet claims, String name) throws ParseException {
    return claims.getDateClaim(name).toInstant().toEpochMilli();
  }

  private Checked credible(
      EarlierGuestCredentials.@Nullable Claims claims, Principal.Credential credential) {
    if (claims == null || !Shapes.isName(claims.name())) {
      return new Invalid(ErrorCode.TOKEN_INVALID);
    }
    return clock.millis() < claims.expiresAt()
        ? new Valid(Principal.guest(new Identity(claims.id(), claims.name(), true), credential))
        : new Invalid(ErrorCode.TOKEN_EXPIRED);
  }
}
