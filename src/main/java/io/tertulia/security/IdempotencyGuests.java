package io.tertulia.security;

import io.tertulia.room.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The guests behind an {@code Idempotency-Key}: the same key is the same guest on every node, so
 * that a retry over HTTP is recognised. All that others see of them is keyed by the cluster's
 * secret: who could try likely keys ({@code order-4711}) would else find the one, and speak as that
 * guest.
 */
public final class IdempotencyGuests {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 12;

  private final SecretKeySpec key;

  /**
   * @param secret the cluster's, of which a key for this purpose alone is derived
   * @param cluster its name
   */
  public IdempotencyGuests(byte[] secret, String cluster) {
    byte[] derived =
        hmac(new SecretKeySpec(secret, ALGORITHM), "tertulia guests of keys\n" + cluster);
    this.key = new SecretKeySpec(derived, ALGORITHM);
  }

  /** The prefix keeps such guests apart from all others. */
  public Identity of(String idempotencyKey) {
    return GuestNaming.guest("k-" + text("guest\n" + idempotencyKey), null);
  }

  /**
   * The key under which such a guest's message stands in the room for all to read: it must not give
   * away the {@code Idempotency-Key}, which is all that this guest is known by.
   */
  public String publicKey(String idempotencyKey) {
    return text("public\n" + idempotencyKey);
  }

  private String text(String word) {
    byte[] hash = Arrays.copyOf(hmac(key, word), BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static byte[] hmac(SecretKeySpec key, String word) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(word.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
