package io.tertulia.trial;

import io.tertulia.trial.machine.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a trial measured, each beside its bar. By the thread of the trial. */
public final class Findings {
  private final List<Line> lines = new ArrayList<>();

  /** What time it took says nothing on a machine that was busy otherwise. */
  private record Line(String text, boolean holds, boolean timed) {}

  /** Without this a trial shows nothing. */
  public void fired(String what, boolean itDid) {
    note((itDid ? "the fault: " : "the fault did not fire: ") + what, itDid);
  }

  /** Judged only if the machine was the trial's own. */
  public void atMost(Duration bar, String what, Duration took) {
    String line = "%s: %s, bar %s".formatted(what, seconds(took), seconds(bar));
    lines.add(new Line(line, took.compareTo(bar) <= 0, true));
  }

  /** As a bar in seconds: what comes late on a machine that was busy otherwise says nothing. */
  void noneLate(String what, long late) {
    lines.add(new Line("%s: %d, bar 0".formatted(what, late), late == 0, true));
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

  /**
   * @param use of the machine meanwhile
   */
  Judged judged(Use use) {
    boolean times = use.provesTimes();
    return new Judged(
        lines.stream()
            .filter(line -> line.holds && (times || !line.timed))
            .map(Line::text)
            .toList(),
        lines.stream()
            .filter(line -> !line.holds && (times || !line.timed))
            .map(Line::text)
            .toList(),
        lines.stream().filter(line -> line.timed && !times).map(Line::text).toList());
  }

  /**
   * @param unjudged bars in seconds, where seconds prove nothing
   */
  record Judged(List<String> kept, List<String> failed, List<String> unjudged) {}

  private void note(String line, boolean holds) {
    lines.add(new Line(line, holds, false));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
