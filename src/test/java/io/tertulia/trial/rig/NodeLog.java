package io.tertulia.trial.rig;

import java.util.List;
import java.util.regex.Pattern;

/** What a node must never write, whatever happens to it. */
final class NodeLog {
  private static final Pattern STACK = Pattern.compile("\\s+at [\\w.$/@]+\\(.*|Caused by: .*");

  private NodeLog() {}

  /** The lines of a log that are errors, belong to a stack trace or tell of a leak. */
  static List<String> complaints(String log) {
    return log.lines().filter(NodeLog::isBad).toList();
  }

  private static boolean isBad(String line) {
    return line.contains(" ERROR ")
        || line.contains("LEAK")
        || line.contains("OutOfMemoryError")
        || STACK.matcher(line).matches();
  }
}
