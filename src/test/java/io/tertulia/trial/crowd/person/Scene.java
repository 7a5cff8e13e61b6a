package io.tertulia.trial.crowd.person;

import io.tertulia.trial.journal.Journal;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What all people of a trial share.
 *
 * @param nodes base addresses of those that may be used now
 */
public record Scene(Journal journal, Supplier<List<URI>> nodes, HttpClient http) {
  /**
   * Any node, another than this one if there is one.
   *
   * @param not authority of a node, empty for none
   */
  public URI node(RandomGenerator random, String not) {
    List<URI> all = nodes.get();
    if (all.isEmpty()) {
      throw new IllegalStateException("there is no node to connect to");
    }
    List<URI> others = all.stream().filter(node -> !node.getAuthority().equals(not)).toList();
    List<URI> choice = others.isEmpty() ? all : others;
    return choice.get(random.nextInt(choice.size()));
  }
}
