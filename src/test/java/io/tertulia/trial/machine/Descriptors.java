package io.tertulia.trial.machine;

import java.io.File;
import java.util.Objects;

/** What a process has open, as Linux tells. */
public final class Descriptors {
  private Descriptors() {}

  /** How many there are; 0 for a process that is gone. */
  public static int of(long pid) {
    String[] open = new File("/proc/" + pid + "/fd").list();
    return Objects.requireNonNullElse(open, new String[0]).length;
  }
}
