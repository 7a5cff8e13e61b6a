package io.tertulia.attack.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has worked how much by some moment, and how long he stood ready and had no processor. It
 * tells whose it is that somebody was late: the node's, if its loops have worked all the while; the
 * machine's, on which attackers and attacked have to live together, if they have waited.
 *
 * @param at in nanoseconds, monotonic
 */
public record Effort(long at, Map<Who, Turns> turns) {
  /** Threads by their names, of which the kernel keeps 15 letters. */
  private enum Who {
    NODE("node"),
    LOOPS("its loops", "vert.x-eventloo"),
    COMPILER("its compiler", "C1 ", "C2 "),
    COLLECTOR("its collector", "G1 ", "GC "),
    ATTACKERS("attackers"),
    PEOPLE("the two", "witness-", "newcomers", "pool-");

    private final String words;
    private final String[] threads;

    Who(String words, String... threads) {
      this.words = words;
      this.threads = threads;
    }
  }

  /**
   * @param node its number, and so on
   */
  public static Effort of(long node, long attackers) {
    Map<Who, Turns> turns = new LinkedHashMap<>();
    for (Who who : Who.values()) {
      long pid =
          switch (who) {
            case NODE, LOOPS, COMPILER, COLLECTOR -> node;
            case ATTACKERS -> attackers;
            case PEOPLE -> ProcessHandle.current().pid();
          };
      turns.put(who, Turns.of(pid, who.threads));
    }
    return new Effort(System.nanoTime(), turns);
  }

  /** Processors that the node has had on the average since then. */
  public double ofNode(Effort before) {
    return (double) (turns(Who.NODE).ran() - before.turns(Who.NODE).ran())
        / Math.max(1, at - before.at);
  }

  /** How much of the node's work since then was its compiler's, from 0 to 1. */
  public double ofCompiler(Effort before) {
    return (double) (turns(Who.COMPILER).ran() - before.turns(Who.COMPILER).ran())
        / Math.max(1, turns(Who.NODE).ran() - before.turns(Who.NODE).ran());
  }

  private Turns turns(Who who) {
    return turns.getOrDefault(who, Turns.NONE);
  }

  /**
   * In milliseconds since then. What was worked for an attack is the same, whoever else is at work.
   */
  public String since(Effort before) {
    StringBuilder worked = new StringBuilder();
    StringBuilder waited = new StringBuilder();
    turns.forEach(
        (who, now) -> {
          Turns then = before.turns(who);
          add(worked, who, now.ran() - then.ran());
          if (who == Who.LOOPS || who == Who.PEOPLE) {
            add(waited, who, now.waited() - then.waited());
          }
        });
    long span = (at - before.at) / 1_000_000;
    return "in %d ms worked %s; waited for a processor %s".formatted(span, worked, waited);
  }

  private static void add(StringBuilder line, Who who, long nanos) {
    line.append(line.isEmpty() ? "" : ", ").append(who.words).append(' ').append(nanos / 1_000_000);
  }
}
