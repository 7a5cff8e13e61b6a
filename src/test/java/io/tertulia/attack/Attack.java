package io.tertulia.attack;

import io.tertulia.attack.target.Target;

/** One attack. */
@FunctionalInterface
interface Attack {
  /**
   * Does it, and leaves open what it has opened.
   *
   * @return what came of it, in a line
   * @throws AssertionError when it got through
   */
  String strike(Target target) throws Exception;
}
