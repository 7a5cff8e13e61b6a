package io.tertulia.room;

import io.tertulia.protocol.Event;
import java.util.Arrays;
import java.util.Base64;

/**
 * Who somebody is.
 *
 * @param id what tells people apart
 * @param name what is shown; never the identity
 * @param guest whether the name is self-chosen
 */
public record Identity(String id, String name, boolean guest) {
  /** 16 characters of base64 hold 12 bytes of the hash. */
  private static final int MID_BYTES = 12;

  public Event.From from() {
    return new Event.From(id, name, guest);
  }

  /**
   * The identity of what this person says with this key: the first 16 characters of
   * base64url(SHA-256(id, LF, key)). Dedupe, repair and replies go by it.
   */
  public String mid(String key) {
    byte[] hash = Sha256.of(id + "\n" + key);
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, MID_BYTES));
  }
}
