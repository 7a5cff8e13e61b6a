package io.tertulia.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An issuer of the tests, which signs whatever it is told. */
final class Tokens {
  static final String URL = "https://id.example/realms/chat";

  /** Seconds since 1970. */
  static final long NOW = 1_800_000_000;

  final RSAKey key;

  Tokens(String keyId) {
    try {
      key = new RSAKeyGenerator(2_048).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  Issuer issuer() {
    return issuer(IssuerKeys.of(key.toPublicJWK()));
  }

  static Issuer issuer(IssuerKeys keys) {
    return new Issuer(
        "primary", true, URL, Set.of("chat"), Set.of(JWSAlgorithm.RS256), keys, "sub", "name");
  }

  /** What a token of Ana's says. */
  static Map<String, Object> ana() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", URL);
    claims.put("aud", "chat");
    claims.put("sub", "ana");
    claims.put("name", "Ana María");
    claims.put("exp", NOW + 300);
    claims.put("iat", NOW);
    return claims;
  }

  static Map<String, Object> ana(String claim, Object value) {
    Map<String, Object> claims = ana();
    claims.put(claim, value);
    return claims;
  }

  String sign(Map<String, Object> claims) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
  }

  String sign(Payload payload) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), payload);
  }

  String sign(JWSHeader header, Map<String, Object> claims) {
    return sign(header, new Payload(claims));
  }

  private String sign(JWSHeader header, Payload payload) {
    try {
      JWSObject token = new JWSObject(header, payload);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signBySecret(byte[] secret, Map<String, Object> claims) {
    try {
      JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
