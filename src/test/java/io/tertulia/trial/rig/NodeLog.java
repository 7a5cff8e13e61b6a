package io.tertulia.trial.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a node must never write, whatever happens to it. */
public final class NodeLog {
  private static final Pattern STACK = Pattern.compile("\\s+at [\\w.$/@<>]+\\(.*|Caused by: .*");

  private NodeLog() {}

  /** The lines of a log that are errors, belong to a stack trace or tell of a leak. */
  public static List<String> complaints(String log) {
    return log.lines().filter(NodeLog::isBad).toList();
  }

  /** A log without what Vert.x says of threads that did not move. */
  public static String withoutBlockedThreads(String log) {
    List<String> rest = new ArrayList<>();
    boolean blocked = false;
    for (String line : log.lines().toList()) {
      blocked = line.endsWith("VertxException: Thread blocked") || blocked && isTrace(line);
      if (!blocked) {
        rest.add(line);
      }
    }
    return String.join("\n", rest);
  }

  private static boolean isTrace(String line) {
    return STACK.matcher(line).matches();
  }

  private static boolean isBad(String line) {
    return line.contains(" ERROR ")
        || line.contains("LEAK")
        || line.contains("OutOfMemoryError")
        || isTrace(line);
  }
}
