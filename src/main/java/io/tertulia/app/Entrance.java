package io.tertulia.app;

import io.tertulia.room.AccessPolicy;
import io.tertulia.security.GuestCredentials;
import io.tertulia.security.Guests;
import io.tertulia.security.OpenHouse;
import io.tertulia.security.OriginPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

/** Builds what decides who may enter. */
@Singleton
final class Entrance {
  private static final int SECRET_BYTES = 32;

  private final TertuliaConfig.Security config;
  private final SecureRandom random = new SecureRandom();

  Entrance(TertuliaConfig config) {
    this.config = config.security();
  }

  @Produces
  @Singleton
  OriginPolicy origins() {
    return new OriginPolicy(config.origins().orElse(Set.of()));
  }

  @Produces
  @Singleton
  AccessPolicy access() {
    GuestCredentials credentials =
        new GuestCredentials(secret(), config.cluster(), config.guest(), Clock.systemUTC());
    return new OpenHouse(new Guests(random), credentials);
  }

  private byte[] secret() {
    return config
        .secret()
        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
        .orElseGet(
            () -> {
              byte[] secret = new byte[SECRET_BYTES];
              random.nextBytes(secret);
              return secret;
            });
  }
}
