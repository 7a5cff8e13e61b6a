package io.tertulia.security.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads a public key as OpenSSL writes it. */
public final class PublicKeys {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  /** RFC 7518, 3.3. */
  static final int SHORTEST_RSA = 2_048;

  private PublicKeys() {}

  /**
   * @param pem a SubjectPublicKeyInfo in PEM (RFC 7468, 13), of RSA or of an elliptic curve
   * @throws IllegalArgumentException for anything else, with a sentence that says what it has to be
   */
  public static JWK parse(String pem) {
    String text = pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw wrong(null);
    }
    try {
      String body = text.substring(BEGIN.length(), text.length() - END.length());
      byte[] der = Base64.getMimeDecoder().decode(body);
      return isRsa(der) ? rsa((RSAPublicKey) key("RSA", der)) : ec((ECPublicKey) key("EC", der));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw wrong(e);
    }
  }

  private static RSAKey rsa(RSAPublicKey key) {
    if (key.getModulus().bitLength() < SHORTEST_RSA) {
      throw new IllegalArgumentException("too short");
    }
    return new RSAKey.Builder(key).build();
  }

  private static ECKey ec(ECPublicKey key) {
    return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
  }

  private static PublicKey key(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
  }

  private static boolean isRsa(byte[] der) {
    try {
      return key("RSA", der) instanceof RSAPublicKey;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "a public key of RSA, of "
            + SHORTEST_RSA
            + " bits or more, or of an elliptic curve in PEM, which begins with "
            + BEGIN,
        cause);
  }
}
