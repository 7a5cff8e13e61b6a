package io.tertulia.wire.front;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A node that takes little in at once, and waits for nobody. */
public final class SmallFront implements QuarkusTestProfile {
  static final int BYTES_PER_ADDRESS = 450_000;
  static final int CONNECTIONS_PER_ADDRESS = 20;
  static final String FRIEND = "https://friend.example";
  static final String APP = "capacitor://localhost";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tertulia.limits.connections-per-address",
        String.valueOf(CONNECTIONS_PER_ADDRESS),
        "tertulia.limits.request-bytes",
        String.valueOf(2 * BYTES_PER_ADDRESS),
        "tertulia.limits.request-bytes-per-address",
        String.valueOf(BYTES_PER_ADDRESS),
        "tertulia.socket.hello",
        "3s",
        "tertulia.security.origins",
        FRIEND + "," + APP,
        "tertulia.security.hosts",
        "mine.example,*.ours.example");
  }
}
