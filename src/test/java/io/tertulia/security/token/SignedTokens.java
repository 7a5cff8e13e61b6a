package io.tertulia.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The application whose tokens the nodes of the tests take. */
public final class SignedTokens {
  private static final String URL = "https://app.example";
  public static final String SECRET = "no secret but thirty-two bytes long";

  private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

  public static final Issuer ISSUER =
      new Issuer(
          "own",
          true,
          URL,
          Set.of("chat"),
          Set.of(JWSAlgorithm.HS256),
          IssuerKeys.of(new OctetSequenceKey.Builder(BYTES).build()),
          "sub",
          "name");

  private SignedTokens() {}

  /**
   * @param expiresAt milliseconds of the wall clock; whole seconds count
   */
  public static String of(String id, String name, long expiresAt) {
    return sign(claims(id, name, expiresAt));
  }

  /** What a node has to be told to take them. */
  public static Map<String, String> settings() {
    return Map.of(
        "tertulia.access.issuers.own.issuer", URL,
        "tertulia.access.issuers.own.audience", "chat",
        "tertulia.access.issuers.own.secret", SECRET);
  }

  /** Of somebody who may do everything. */
  public static String ofAdmin(String id, long expiresAt) {
    return sign(claims(id, id, expiresAt).claim("roles", List.of("admin")));
  }

  /**
   * One that can be revoked.
   *
   * @param tokenId by which it can be alone
   * @param issuedAt milliseconds of the wall clock; whole seconds count
   */
  public static String issued(String id, String tokenId, long issuedAt, long expiresAt) {
    return sign(claims(id, id, expiresAt).jwtID(tokenId).issueTime(new Date(issuedAt)));
  }

  private static JWTClaimsSet.Builder claims(String id, String name, long expiresAt) {
    return new JWTClaimsSet.Builder()
        .issuer(URL)
        .audience("chat")
        .subject(id)
        .claim("name", name)
        .expirationTime(new Date(expiresAt));
  }

  private static String sign(JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
      token.sign(new MACSigner(BYTES));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
