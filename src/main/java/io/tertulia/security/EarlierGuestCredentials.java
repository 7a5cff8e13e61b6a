package io.tertulia.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Guests' credentials as they were issued before they were tokens, which people still hold for as
 * long as those live: {@code base64url(expiry LF id LF name) . base64url(HMAC-SHA256)}; the
 * signature covers the cluster's name too.
 */
final class EarlierGuestCredentials {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final String cluster;

  /**
   * @param expiresAt milliseconds of the wall clock
   */
  record Claims(long expiresAt, String id, String name) {}

  EarlierGuestCredentials(byte[] secret, String cluster) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.cluster = cluster;
  }

  /** Null when nobody here signed it. */
  @Nullable Claims read(String credential) {
    int dot = credential.indexOf('.');
    if (dot < 0) {
      return null;
    }
    String claims = credential.substring(0, dot);
    byte[] given = credential.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    byte[] right = ENCODER.encode(signature(claims));
    return MessageDigest.isEqual(given, right) ? parts(claims) : null;
  }

  private static @Nullable Claims parts(String claims) {
    String[] parts =
        new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8).split("\n", 3);
    return parts.length == 3 ? new Claims(Long.parseLong(parts[0]), parts[1], parts[2]) : null;
  }

  byte[] signature(String claims) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((cluster + "\n" + claims).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
