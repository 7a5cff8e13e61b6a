package io.tertulia.trial;

import io.tertulia.trial.machine.Use;
import io.tertulia.trial.oracle.Verdict;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one trial, as people read it.
 *
 * @param use of the machine meanwhile
 * @param journal where all of it was written down, when it was not clean
 */
public record Report(
    String name,
    Options options,
    Verdict verdict,
    Findings.Judged findings,
    Use use,
    @Nullable Path journal) {

  Report with(Path file) {
    return new Report(name, options, verdict, findings, use, file);
  }

  /** Of all that was judged. */
  public boolean isClean() {
    return verdict.clean() && findings.failed().isEmpty();
  }

  /** Whether its bars in seconds were judged, too: else it is not passed. */
  public boolean isJudged() {
    return findings.unjudged().isEmpty();
  }

  @Override
  public String toString() {
    return String.join("\n", "", headline(), numbers(), findingsAsLines(), ending());
  }

  /** Name, seed and what came of it, in one line. */
  public String headline() {
    String judged = isJudged() ? "" : ", " + use.complaint();
    return "%s, seed %d: %s%s"
        .formatted(name, options.seed(), isClean() ? "clean" : "NOT CLEAN", judged);
  }

  private String numbers() {
    return String.format(
        Locale.ROOT,
        """
        attempts %d, acks %d, refusals %d, unknowns %d
        deliveries %d, repaired %d, resets %d
        lost %d, repeated %d, reordered %d, phantoms %d
        slowest recovery %s, slowest delivery %s\
        """,
        verdict.attempts(),
        verdict.acks(),
        verdict.refusals(),
        verdict.unknowns(),
        verdict.deliveries(),
        verdict.repaired(),
        verdict.resets(),
        verdict.lost(),
        verdict.repeated(),
        verdict.reordered(),
        verdict.phantoms(),
        Findings.seconds(verdict.slowestRecovery()),
        Findings.seconds(verdict.slowestDelivery()));
  }

  private String findingsAsLines() {
    StringBuilder lines = new StringBuilder();
    findings.kept().forEach(line -> lines.append("  ok     ").append(line).append('\n'));
    findings.failed().forEach(line -> lines.append("  FAILED ").append(line).append('\n'));
    findings.unjudged().forEach(line -> lines.append("  ?      ").append(line).append('\n'));
    verdict.complaints().forEach(line -> lines.append("  FAILED ").append(line).append('\n'));
    return lines.toString();
  }

  private String ending() {
    if (isClean()) {
      return "";
    }
    return "  again: ./mvnw trial -Drow=%s -Dseed=%d -Dseconds=%d%s -Drooms=%d -Dmembers=%d%n  journal: %s"
        .formatted(
            name,
            options.seed(),
            options.seconds(),
            options.brief() ? " -Dbrief" : "",
            options.shape().rooms(),
            options.shape().members(),
            journal);
  }
}
