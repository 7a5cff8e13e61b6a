package io.tertulia.wire.limits;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A node that lets few in and waits for nobody. */
public final class NarrowDoor implements QuarkusTestProfile {
  static final int CONNECTIONS = 6;
  static final int CONNECTIONS_PER_ADDRESS = 4;
  static final String FRIEND = "https://friend.example";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tertulia.limits.connections",
        String.valueOf(CONNECTIONS),
        "tertulia.limits.connections-per-address",
        String.valueOf(CONNECTIONS_PER_ADDRESS),
        "tertulia.socket.hello",
        "1s",
        "tertulia.security.origins",
        FRIEND + ",https://other.example:8443");
  }
}
