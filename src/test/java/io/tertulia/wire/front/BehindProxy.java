package io.tertulia.wire.front;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A node that believes a proxy on this machine, and lets few knock often. */
public final class BehindProxy implements QuarkusTestProfile {
  static final int UPGRADES = 3;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.proxy.proxy-address-forwarding",
        "true",
        "quarkus.http.proxy.trusted-proxies",
        "127.0.0.1",
        "tertulia.limits.upgrades-per-address",
        String.valueOf(UPGRADES));
  }
}
