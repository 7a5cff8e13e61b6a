package io.tertulia.security.ticket;

import io.tertulia.room.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is made of one ticket: the name under which its credential lies, and the key that seals it.
 * Neither gives away the ticket, and without the ticket nobody has the key. Any thread.
 */
final class Seal {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int TAG_BITS = 128;

  /** A key seals once in its life, so its nonce may be known (NIST SP 800-38D, 8). */
  private static final GCMParameterSpec NONCE = new GCMParameterSpec(TAG_BITS, new byte[12]);

  private final String name;
  private final SecretKeySpec key;

  /**
   * @param ticket as much chance as a key has
   * @param origin of the page that it is for, empty for none: for another it lies under another
   *     name, so that a try does not use it up
   */
  Seal(String ticket, String origin) {
    this.name = text(Sha256.of("name\n" + ticket + "\n" + origin));
    this.key = new SecretKeySpec(Sha256.of("key\n" + ticket), "AES");
  }

  String name() {
    return name;
  }

  /** In base64url. */
  String close(String credential) {
    try {
      return text(cipher(Cipher.ENCRYPT_MODE).doFinal(credential.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  /** Null for what this did not seal. */
  @Nullable String open(String secret) {
    try {
      byte[] credential =
          cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getUrlDecoder().decode(secret));
      return new String(credential, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, NONCE);
    return cipher;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
