package io.tertulia.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which ids, names and contents are told apart (FIPS 180-4): 32 bytes. */
public final class Sha256 {
  private Sha256() {}

  /** Of its UTF-8. */
  public static byte[] of(String word) {
    return of(word.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
