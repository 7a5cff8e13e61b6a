package io.tertulia.trial.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a trial measured, each beside its bar. By the thread of the trial. */
public final class Findings {
  /** For the machine on which nodes, Redis and clients share two processors. */
  private static final Duration ALLOWANCE = Duration.ofMillis(250);

  private final List<String> measured = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  /** Without this a trial shows nothing. */
  public void fired(String what, boolean itDid) {
    if (itDid) {
      measured.add("the fault: " + what);
    } else {
      failed.add("the fault did not fire: " + what);
    }
  }

  public void atMost(Duration bar, String what, Duration took) {
    String line = "%s: %s, bar %s".formatted(what, seconds(took), seconds(bar));
    note(line, took.compareTo(bar.plus(ALLOWANCE)) <= 0);
  }

  public void atMost(double bar, String what, double number) {
    note(String.format(Locale.ROOT, "%s: %.2f, bar %.2f", what, number, bar), number <= bar);
  }

  public void atLeast(long bar, String what, long number) {
    note("%s: %d, at least %d".formatted(what, number, bar), number >= bar);
  }

  public void holds(String what, boolean itDoes) {
    note(what, itDoes);
  }

  /** A bar that says what was found when it does not hold. */
  public void none(String what, List<?> found) {
    note(found.isEmpty() ? "no " + what : what + ": " + found, found.isEmpty());
  }

  List<String> measured() {
    return List.copyOf(measured);
  }

  List<String> failed() {
    return List.copyOf(failed);
  }

  private void note(String line, boolean holds) {
    (holds ? measured : failed).add(line);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
