package io.tertulia.trial.rows.living;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.redis.RedisDump;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * R24 and R25: people edit, delete and react in one room through three nodes, while another row's
 * fault strikes. Who was there all the time and who comes afterwards, on any node, hold the same; a
 * text that was deleted comes back nowhere.
 */
public final class Amended implements Fault {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final int AUTHORS_PER_NODE = 2;

  private final Fault fault;

  /**
   * @param fault what strikes meanwhile
   */
  public Amended(Fault fault) {
    this.fault = fault;
  }

  @Override
  public Setup setup(Setup given) {
    return fault.setup(given);
  }

  @Override
  public boolean standsStill() {
    return fault.standsStill();
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    fault.judge(trial, verdict);
  }

  @Override
  public void strike(Trial trial) {
    String room = "living-" + trial.options().seed() + "-" + Long.toString(System.nanoTime(), 36);
    List<Witness> there = new ArrayList<>();
    List<Author> authors = new ArrayList<>();
    Board board = new Board();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (RigNode node : trial.rig().nodes()) {
        there.add(Witness.enter(node.address(), room, null));
        for (int i = 0; i < AUTHORS_PER_NODE; i++) {
          Witness itself = Witness.enter(node.address(), room, null);
          Author author = new Author(itself, room, board, trial.random().nextLong());
          authors.add(author);
          threads.execute(author);
        }
      }
      fault.strike(trial);
      authors.forEach(Author::stop);
    }
    try {
      judge(trial, room, there.stream().filter(Witness::isOpen).toList(), authors);
    } finally {
      there.forEach(Witness::close);
      authors.forEach(Author::close);
    }
  }

  private static void judge(Trial trial, String room, List<Witness> there, List<Author> authors) {
    trial.findings().none("answer that nobody expects", odd(authors));
    trial.findings().atLeast(10, "edits", sum(authors, "edit"));
    trial.findings().atLeast(10, "deletes", sum(authors, "delete"));
    trial.findings().atLeast(10, "reactions", sum(authors, "react"));
    trial.findings().holds("everybody has the last of it", haveTheLast(there, authors));
    List<URI> nodes = trial.rig().nodes().stream().map(RigNode::address).toList();
    Map<String, JsonNode> first = Newcomer.load(nodes.getFirst(), room);
    for (URI node : nodes) {
      trial
          .findings()
          .none(
              "message that newcomers see differently",
              differing(first, Newcomer.load(node, room)));
    }
    for (Witness witness : there) {
      trial
          .findings()
          .none(
              "message that differs for who was there",
              differing(Folded.of(witness.stream()), first));
    }
    deleted(trial, first, there, authors);
  }

  /** Nothing is left of what was deleted but that it was. */
  private static void deleted(
      Trial trial, Map<String, JsonNode> now, List<Witness> there, List<Author> authors) {
    Map<String, List<String>> texts =
        authors.stream()
            .flatMap(author -> author.deleted().stream())
            .filter(mid -> now.containsKey(mid) && now.get(mid).has("deleted"))
            .collect(Collectors.toMap(mid -> mid, mid -> textsOf(mid, authors), (a, b) -> a));
    trial.findings().atLeast(10, "messages that were deleted", texts.size());
    List<String> undone =
        authors.stream()
            .flatMap(author -> author.deleted().stream())
            .filter(mid -> now.containsKey(mid) && !now.get(mid).has("deleted"))
            .toList();
    trial.findings().none("deletion that was acknowledged and is not there", undone);
    Set<String> words = texts.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    trial
        .findings()
        .none("deleted text in what newcomers see", found(words, now.values().toString()));
    trial.findings().none("deleted text in Redis", found(words, RedisDump.of(trial.rig().redis())));
    for (Witness witness : there) {
      trial.findings().none("deleted text that came after its end", Folded.late(witness.stream()));
    }
  }

  private static List<String> textsOf(String mid, List<Author> authors) {
    return authors.stream().flatMap(author -> author.texts(mid).stream()).toList();
  }

  private static List<String> found(Set<String> words, String where) {
    return words.stream().filter(where::contains).limit(5).toList();
  }

  private static List<Answer> odd(List<Author> authors) {
    return authors.stream().flatMap(author -> author.odd().stream()).toList();
  }

  private static long sum(List<Author> authors, String type) {
    return authors.stream().mapToLong(author -> author.done(type)).sum();
  }

  private static List<String> differing(Map<String, JsonNode> one, Map<String, JsonNode> other) {
    return one.keySet().stream()
        .filter(mid -> !one.get(mid).equals(other.get(mid)))
        .limit(3)
        .map(mid -> one.get(mid) + " and " + other.get(mid))
        .toList();
  }

  private static boolean haveTheLast(List<Witness> there, List<Author> authors) {
    Set<String> last =
        authors.stream().filter(Author::isThere).map(Author::sayLast).collect(Collectors.toSet());
    return await(
        () ->
            there.stream()
                .allMatch(one -> last.stream().noneMatch(mid -> one.entries(mid).isEmpty())));
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Pause.of(Duration.ofMillis(20));
    }
    return true;
  }
}
