package io.tertulia.wire.trust;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** As {@link MembersOnly}, a node that keeps what it has in Redis, for people who ask slowly. */
public final class MembersOfCluster implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> overrides = new HashMap<>(new MembersOnly().getConfigOverrides());
    overrides.put("tertulia.limits.rate-per-user", "5");
    return overrides;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(RunningRedis.class));
  }
}
