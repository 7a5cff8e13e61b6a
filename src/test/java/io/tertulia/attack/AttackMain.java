package io.tertulia.attack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the attacks, each against a node of its own: {@code ./mvnw attack}, {@code ./mvnw attack
 * -Donly=pings}. {@code -Dapplication=FOLDER} attacks another package, {@code -Dbrief} with a
 * quarter of the force. Its exit code says whether all were withstood.
 */
public final class AttackMain {
  private static final int FELL = 1;
  private static final int MISUSED = 2;

  private AttackMain() {}

  public static void main(String[] arguments) {
    String only = System.getProperty("only", "");
    List<Known> attacks =
        Arrays.stream(Known.values())
            .filter(known -> only.isEmpty() || List.of(only.split(",")).contains(known.word()))
            .toList();
    if (attacks.isEmpty()) {
      System.err.println(
          "There is no attack of that name. For example: ./mvnw attack -Donly=pings");
      Arrays.stream(Known.values())
          .forEach(known -> System.err.printf("  %-12s %s%n", known.word(), known.what()));
      System.exit(MISUSED);
    }
    Path application = Path.of(System.getProperty("application", "target/quarkus-app"));
    boolean brief = System.getProperty("brief") != null;
    List<Report> reports = new ArrayList<>();
    for (Known attack : attacks) {
      System.out.printf("%s: %s ...%n", attack.word(), attack.what());
      try (Siege siege = Siege.lay(application, attack.clustered(), brief)) {
        siege.warmUp(List.of(attack));
        reports.add(siege.of(attack));
      }
      System.out.println(reports.getLast());
    }
    System.out.println("\n" + Report.HEAD);
    reports.forEach(System.out::println);
    System.exit(reports.stream().allMatch(Report::isClean) ? 0 : FELL);
  }
}
