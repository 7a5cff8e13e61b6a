package io.tertulia.security.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Set;

/**
 * Somebody whose tokens are taken.
 *
 * @param name as the configuration calls it
 * @param first whether the ids of its people stand bare in this chat; those of others stand behind
 *     {@code name~}
 * @param url what its tokens have as {@code iss}
 * @param audiences one of them has to be a token's {@code aud}
 * @param algorithms its tokens may be signed with these and no others
 * @param idClaim whose value tells its people apart, {@code sub} as a rule
 * @param nameClaim whose value is shown
 */
public record Issuer(
    String name,
    boolean first,
    String url,
    Set<String> audiences,
    Set<JWSAlgorithm> algorithms,
    IssuerKeys keys,
    String idClaim,
    String nameClaim) {

  public Issuer {
    long secret = algorithms.stream().filter(JWSAlgorithm.Family.HMAC_SHA::contains).count();
    if (algorithms.isEmpty() || (secret > 0 && secret < algorithms.size())) {
      // A public key must never be taken for a secret that everybody knows.
      throw new IllegalArgumentException(
          "issuer " + name + ": name algorithms of public keys or those of a secret, not both");
    }
  }
}
