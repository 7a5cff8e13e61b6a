package io.tertulia.wire.trust;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tertulia.security.token.SignedTokens;
import java.util.Map;

/** A node that takes the tokens of the tests' application, and no guests. */
public final class MembersOnly implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tertulia.access.guests",
        "no",
        "tertulia.access.issuers.own.issuer",
        SignedTokens.ISSUER.url(),
        "tertulia.access.issuers.own.audience",
        "chat",
        "tertulia.access.issuers.own.secret",
        SignedTokens.SECRET);
  }
}
