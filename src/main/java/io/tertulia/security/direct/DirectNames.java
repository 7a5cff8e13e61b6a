package io.tertulia.security.direct;

import io.tertulia.room.RoomId;
import io.tertulia.room.mine.DirectRooms;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the rooms of two are called: a hash of both ids that only who knows the cluster's secret can
 * work out, so that a name tells nothing and nobody can ask whether two people talk (HMAC, RFC
 * 2104). Any thread.
 */
public final class DirectNames implements DirectRooms {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret the same on every node
   * @param cluster the name of the cluster
   */
  public DirectNames(byte[] secret, String cluster) {
    byte[] name = ("direct " + cluster).getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(hash(new SecretKeySpec(secret, ALGORITHM), name), ALGORITHM);
  }

  @Override
  public RoomId of(String one, String other) {
    boolean sorted = one.compareTo(other) < 0;
    String both = sorted ? one + "\n" + other : other + "\n" + one;
    byte[] name =
        Arrays.copyOf(hash(key, both.getBytes(StandardCharsets.UTF_8)), RoomId.DIRECT_LENGTH / 2);
    return RoomId.direct(HexFormat.of().formatHex(name));
  }

  private static byte[] hash(SecretKeySpec key, byte[] words) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(words);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC-SHA-256", e);
    }
  }
}
