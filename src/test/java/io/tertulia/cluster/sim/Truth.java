package io.tertulia.cluster.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was answered, what was seen, and what is wrong with it. */
final class Truth {
  /** By mid: the codes that its attempts were answered with, 0 for an ack. */
  final Map<String, List<Integer>> answers = new HashMap<>();

  /** By cursor: the mid that was seen there, by anybody at any time. */
  private final Map<String, String> seen = new HashMap<>();

  final Set<String> acked = new HashSet<>();
  final List<String> complaints = new ArrayList<>();
  long late;
  int resets;
  int deliveries;

  /** Messages that were changed, and are shown to somebody in the end. */
  int changed;

  void answered(String mid, int code) {
    answers.computeIfAbsent(mid, key -> new ArrayList<>()).add(code);
    if (code == 0) {
      acked.add(mid);
    }
  }

  void seen(String cursor, String mid) {
    deliveries++;
    String before = seen.putIfAbsent(cursor, mid);
    if (before != null && !before.equals(mid)) {
      complaints.add(cursor + " was " + before + " and is " + mid);
    }
  }

  void complain(String what) {
    complaints.add(what);
  }
}
