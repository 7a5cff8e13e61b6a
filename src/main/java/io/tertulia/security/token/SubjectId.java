package io.tertulia.security.token;

import io.tertulia.room.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** What an issuer calls somebody, as an id of this chat. */
final class SubjectId {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:@|-]{1,64}");

  /**
   * {@code g-} and {@code k-} begin the ids of guests, {@code h-} those made here, {@code node-}
   * those of nodes.
   */
  private static final Pattern RESERVED = Pattern.compile("([gkh]|node)-.*");

  /** 24 characters of base64. */
  private static final int HASH_BYTES = 18;

  private SubjectId() {}

  /**
   * The word itself where it may stand in an id, else a hash of it; no two words give one id.
   *
   * @param word not empty
   */
  static String of(Issuer issuer, String word) {
    String id =
        PLAIN.matcher(word).matches() && !RESERVED.matcher(word).matches() ? word : hash(word);
    return issuer.first() ? id : issuer.name() + "~" + id;
  }

  private static String hash(String word) {
    byte[] hash = Arrays.copyOf(Sha256.of(word), HASH_BYTES);
    return "h-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
