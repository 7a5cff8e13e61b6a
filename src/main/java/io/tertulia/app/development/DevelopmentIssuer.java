package io.tertulia.app.development;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.tertulia.security.token.Issuer;
import io.tertulia.security.token.IssuerKeys;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Whose tokens {@code ./mvnw token} makes. Its people always stand behind its name, so that nobody
 * of a real issuer ever inherits what was theirs.
 */
public final class DevelopmentIssuer {
  public static final String NAME = "dev";

  static final String URL = "urn:tertulia:development";
  static final String AUDIENCE = "tertulia";

  private DevelopmentIssuer() {}

  /**
   * @param secret what it signs with, 32 bytes or more
   */
  public static Issuer of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new Issuer(
        NAME,
        false,
        URL,
        Set.of(AUDIENCE),
        Set.of(JWSAlgorithm.HS256),
        IssuerKeys.of(new OctetSequenceKey.Builder(bytes).build()),
        "sub",
        "name");
  }
}
