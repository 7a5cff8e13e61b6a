package io.tertulia.security;

import io.tertulia.room.Identity;
import io.tertulia.room.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** People without an account: how they get an id and, when they choose none, a name. */
public final class GuestNaming {
  private static final int ID_BYTES = 12;

  private final RandomGenerator random;

  /**
   * @param random must not be guessable: an id is not a secret, but nobody should hit another's by
   *     chance
   */
  public GuestNaming(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param name null for a name made from the id
   */
  public Identity create(@Nullable String name) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return guest("g-" + text(bytes), name);
  }

  static Identity guest(String id, @Nullable String name) {
    return new Identity(id, name == null ? defaultName(id) : name.strip(), true);
  }

  private static String defaultName(String id) {
    return "invitado-" + HexFormat.of().formatHex(Sha256.of(id), 0, 2);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
