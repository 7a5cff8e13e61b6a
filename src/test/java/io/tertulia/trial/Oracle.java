package io.tertulia.trial;

import java.time.Duration;
import java.util.List;

/** Judges a journal: was anything lost in silence, repeated, reordered or made up? Pure. */
public final class Oracle {
  private Oracle() {}

  public static Verdict judge(Journal journal) {
    return new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, List.of());
  }
}
