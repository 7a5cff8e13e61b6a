package io.tertulia.attack;

import io.tertulia.attack.target.Late;
import io.tertulia.attack.target.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The process of {@link Attackers}: takes an order a line, answers each with a line, and ends with
 * the orders.
 */
public final class AttackersMain {
  static final String BRIEF = "brief ";
  static final String LONG = "long ";
  static final String LEAVE = "leave";
  static final String CAME = "came ";
  static final String LATE = "late ";
  static final String THROUGH = "through ";

  private AttackersMain() {}

  /**
   * @param arguments port of the node, file of its log, port of its Redis or 0
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int port = Integer.parseInt(arguments[0]);
    Path log = Path.of(arguments[1]);
    int redis = Integer.parseInt(arguments[2]);
    Target target = new Target(port, log, redis, true);
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals(LEAVE)) {
        target.close();
        System.out.println(LEAVE);
      } else {
        target = new Target(port, log, redis, order.startsWith(BRIEF));
        System.out.println(answer(order.substring(order.indexOf(' ') + 1), target));
      }
    }
    System.exit(0);
  }

  private static String answer(String word, Target target) {
    Known attack =
        Arrays.stream(Known.values())
            .filter(known -> known.word().equals(word))
            .findFirst()
            .orElseThrow();
    try {
      return CAME + attack.attack().strike(target).replaceAll("\\R", " ");
    } catch (Late e) {
      return LATE + firstLine(e);
    } catch (Exception | AssertionError e) {
      return THROUGH + firstLine(e);
    }
  }

  /** Of a failure, short enough for a table. */
  static String firstLine(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    String name = failure instanceof AssertionError ? "" : failure.getClass().getSimpleName() + " ";
    return name + text.substring(0, Math.min(200, text.length()));
  }
}
