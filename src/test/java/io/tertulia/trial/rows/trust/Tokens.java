package io.tertulia.trial.rows.trust;

import io.tertulia.security.token.SignedTokens;
import io.tertulia.trial.rig.Setup;

/** What people of a trial bring: good for an hour. */
final class Tokens {
  private static final long HOUR = 3_600_000;

  private Tokens() {}

  static Setup taken(Setup given) {
    return given.with(
        SignedTokens.settings().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new));
  }

  /**
   * @param id of the token itself
   */
  static String of(String who, String id) {
    long now = System.currentTimeMillis();
    return SignedTokens.issued(who, id, now, now + HOUR);
  }

  static String ofAdmin() {
    return SignedTokens.ofAdmin("admin", System.currentTimeMillis() + HOUR);
  }
}
