package io.tertulia.app.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which of the known words somebody may have meant who wrote another one. */
final class Suggestion {
  private Suggestion() {}

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

  static int distance(String one, String two) {
    return LevenshteinDistance.getDefaultInstance().apply(one, two);
  }
}
