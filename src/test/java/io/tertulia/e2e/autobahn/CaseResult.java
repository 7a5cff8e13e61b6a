package io.tertulia.e2e.autobahn;

/**
 * What the suite says about one case.
 *
 * @param behavior while the connection was open
 * @param behaviorClose when it was closed
 */
record CaseResult(String name, String behavior, String behaviorClose) {
  boolean isOdd() {
    return !behavior.equals("OK") || !behaviorClose.equals("OK");
  }

  String line() {
    return name + " " + behavior + " " + behaviorClose;
  }
}
