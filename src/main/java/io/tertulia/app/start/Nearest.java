package io.tertulia.app.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the known words somebody may have meant who wrote another one. */
final class Nearest {
  private static final int MISSING = 1;

  /** Dear, so that a word that was only cut short is near to the whole one. */
  private static final int WRONG = 3;

  private Nearest() {}

  /**
   * The known word that has this one's end, whose group was left out then; else the one of which
   * the fewest letters are missing, wrong or too many.
   */
  static Optional<String> to(String word, Collection<String> known) {
    String end = word.replaceFirst("^[A-Za-z]+(?=[._])", "");
    return known.stream()
        .min(
            Comparator.<String, Boolean>comparing(other -> !other.endsWith(end))
                .thenComparingInt(other -> distance(word, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's, with prices; a row of his table at a time. */
  private static int distance(String one, String two) {
    int[] above = new int[two.length() + 1];
    for (int j = 1; j <= two.length(); j++) {
      above[j] = above[j - 1] + MISSING;
    }
    for (int i = 0; i < one.length(); i++) {
      int[] row = new int[two.length() + 1];
      row[0] = above[0] + WRONG;
      for (int j = 1; j <= two.length(); j++) {
        int same = above[j - 1] + (one.charAt(i) == two.charAt(j - 1) ? 0 : WRONG);
        row[j] = Math.min(same, Math.min(row[j - 1] + MISSING, above[j] + WRONG));
      }
      above = row;
    }
    return above[two.length()];
  }
}
