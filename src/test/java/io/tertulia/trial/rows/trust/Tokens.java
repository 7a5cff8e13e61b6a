package io.tertulia.trial.rows.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.trial.rig.Setup;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;

/** The application whose tokens the nodes of a trial take. */
final class Tokens {
  private static final String ISSUER = "https://trial.example";
  private static final String SECRET = "thirty-two bytes are what HS256 wants";
  private static final long HOUR = 3_600_000;

  private Tokens() {}

  static Setup taken(Setup given) {
    String prefix = "tertulia.access.issuers.trial.";
    return given.with(
        prefix + "issuer=" + ISSUER, prefix + "audience=chat", prefix + "secret=" + SECRET);
  }

  /**
   * @param id of the token itself
   */
  static String of(String who, String id) {
    return sign(claims(who, id));
  }

  static String ofAdmin() {
    return sign(claims("admin", "admin").claim("roles", List.of("admin")));
  }

  private static JWTClaimsSet.Builder claims(String who, String id) {
    long now = System.currentTimeMillis();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("chat")
        .subject(who)
        .jwtID(id)
        .issueTime(new Date(now))
        .expirationTime(new Date(now + HOUR));
  }

  private static String sign(JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
      token.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
