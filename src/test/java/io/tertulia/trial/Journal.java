package io.tertulia.trial;

import java.io.IOException;
import java.nio.file.Path;

/** All that was tried and all that was received, as it happened. Any thread. */
public final class Journal {

  /** Notes something that the rig did (a node is back, Redis is back): recoveries count from it. */
  public void mark(String what) {}

  /** Writes all of it as lines of JSON. */
  public void dump(Path file) throws IOException {}
}
