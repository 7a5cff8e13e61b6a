package io.tertulia.wire.trust;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tertulia.security.token.SignedTokens;
import java.util.HashMap;
import java.util.Map;

/** A node that takes the tokens of the tests' application, and no guests. */
public final class MembersOnly implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(SignedTokens.settings());
    settings.put("tertulia.access.guests", "no");
    return settings;
  }
}
