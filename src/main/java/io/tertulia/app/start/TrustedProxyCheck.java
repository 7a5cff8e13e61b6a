package io.tertulia.app.start;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * A node that takes a client's address from a header must know which proxies may say it: else
 * everybody says what suits, and no limit for an address holds.
 */
public final class TrustedProxyCheck {
  private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
  private static final String TRUSTED = "quarkus.http.proxy.trusted-proxies";

  private TrustedProxyCheck() {}

  /** One sentence when everybody would be believed. */
  public static List<String> complaints(Config config) {
    boolean forwarding = config.getOptionalValue(FORWARDING, Boolean.class).orElse(false);
    boolean named = config.getOptionalValues(TRUSTED, String.class).isPresent();
    return forwarding && !named
        ? List.of(
            "With "
                + FORWARDING
                + " the setting "
                + TRUSTED
                + " is needed: the addresses of the proxies in front, like 10.0.0.5 or 10.0.0.0/24.")
        : List.of();
  }
}
