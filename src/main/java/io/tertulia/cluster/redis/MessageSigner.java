package io.tertulia.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What nodes tell each other is signed, so that who may publish in Redis and does not know the
 * cluster's secret cannot speak for a node: {@code ~ base64url(HMAC-SHA256, cut to 128 bits) LF
 * message}. The signature covers the channel's name: what was said in one room is nothing in
 * another. It does not keep what was said from being said once more. On the loop.
 */
public final class MessageSigner {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte MARK = '~';

  /** Bytes; RFC 2104, section 5 allows half of the hash. */
  private static final int TAG = 16;

  /** The mark, the tag in base64url, the line feed. */
  private static final int FRONT = 1 + 22 + 1;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Mac mac;

  MessageSigner(Key key) {
    mac = mac(key);
  }

  /**
   * @param secret of the cluster: it signs guests too, so that this is another key
   * @param cluster one secret used for two clusters is two keys
   */
  public static Key key(byte[] secret, String cluster) {
    Mac derive = mac(new SecretKeySpec(secret, ALGORITHM));
    byte[] purpose = ("messages between nodes\n" + cluster).getBytes(StandardCharsets.UTF_8);
    return new SecretKeySpec(derive.doFinal(purpose), ALGORITHM);
  }

  byte[] close(String channel, byte[] message) {
    byte[] sealed = new byte[FRONT + message.length];
    sealed[0] = MARK;
    System.arraycopy(tag(channel, message, 0), 0, sealed, 1, FRONT - 2);
    sealed[FRONT - 1] = '\n';
    System.arraycopy(message, 0, sealed, FRONT, message.length);
    return sealed;
  }

  /** Null when no node of this cluster has said it on this channel. */
  byte @Nullable [] open(String channel, byte[] sealed) {
    if (!isSealed(sealed) || sealed.length < FRONT || sealed[FRONT - 1] != '\n') {
      return null;
    }
    byte[] given = Arrays.copyOfRange(sealed, 1, FRONT - 1);
    return MessageDigest.isEqual(given, tag(channel, sealed, FRONT))
        ? Arrays.copyOfRange(sealed, FRONT, sealed.length)
        : null;
  }

  /** Whether it looks like something signed, and not like an entry. */
  static boolean isSealed(byte[] payload) {
    return payload.length > 0 && payload[0] == MARK;
  }

  private byte[] tag(String channel, byte[] bytes, int from) {
    mac.update(channel.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) '\n');
    mac.update(bytes, from, bytes.length - from);
    return ENCODER.encode(Arrays.copyOf(mac.doFinal(), TAG));
  }

  private static Mac mac(Key key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
