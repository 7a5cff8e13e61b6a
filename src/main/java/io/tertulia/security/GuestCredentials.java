package io.tertulia.security;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What {@code welcome.resume} carries: a guest's identity, signed by the cluster, so that the guest
 * is the same person on any node. {@code base64url(expiry LF id LF name) . base64url(HMAC-SHA256)};
 * the signature covers the cluster's name too, so that one secret used twice does not let a guest
 * of one cluster into another.
 */
public final class GuestCredentials {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final String cluster;
  private final Duration lifetime;
  private final Clock clock;

  public GuestCredentials(byte[] secret, String cluster, Duration lifetime, Clock clock) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.cluster = cluster;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** What a credential turned out to be. */
  public sealed interface Checked {}

  public record Valid(Identity who) implements Checked {}

  /**
   * @param code TOKEN_INVALID or TOKEN_EXPIRED
   */
  public record Invalid(ErrorCode code) implements Checked {}

  public String issue(Identity guest) {
    long expiry = clock.millis() + lifetime.toMillis();
    String claims =
        ENCODER.encodeToString(
            (expiry + "\n" + guest.id() + "\n" + guest.name()).getBytes(StandardCharsets.UTF_8));
    return claims + "." + ENCODER.encodeToString(signature(claims));
  }

  public Checked check(String credential) {
    int dot = credential.indexOf('.');
    if (dot < 0) {
      return new Invalid(ErrorCode.TOKEN_INVALID);
    }
    String claims = credential.substring(0, dot);
    byte[] given = credential.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    byte[] right = ENCODER.encode(signature(claims));
    return MessageDigest.isEqual(given, right)
        ? read(claims)
        : new Invalid(ErrorCode.TOKEN_INVALID);
  }

  /** Only for claims that we signed. */
  private Checked read(String claims) {
    String[] parts =
        new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8).split("\n", 3);
    if (parts.length != 3 || !Shapes.isName(parts[2])) {
      return new Invalid(ErrorCode.TOKEN_INVALID);
    }
    return clock.millis() < Long.parseLong(parts[0])
        ? new Valid(new Identity(parts[1], parts[2], true))
        : new Invalid(ErrorCode.TOKEN_EXPIRED);
  }

  private byte[] signature(String claims) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((cluster + "\n" + claims).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
