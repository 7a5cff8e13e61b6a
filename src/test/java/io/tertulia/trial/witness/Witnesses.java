package io.tertulia.trial.witness;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Witnesses at every node, all in one room. Entered and left by the thread of the trial. */
public final class Witnesses implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(20);

  private final String room;
  private final List<RigNode> nodes;
  private final List<List<Witness>> at = new ArrayList<>();
  private final AtomicInteger said = new AtomicInteger();

  private Witnesses(String room, List<RigNode> nodes) {
    this.room = room;
    this.nodes = nodes;
  }

  public static Witnesses enter(String room, List<RigNode> nodes, int perNode) {
    Witnesses all = new Witnesses(room, nodes);
    for (RigNode node : nodes) {
      all.at.add(new CopyOnWriteArrayList<>());
      all.enter(node, perNode);
    }
    return all;
  }

  public String room() {
    return room;
  }

  /** More of them at one node. */
  public void enter(RigNode node, int more) {
    for (int i = 0; i < more; i++) {
      at.get(node.index()).add(Witness.enter(node.address(), room, null));
    }
  }

  public List<Witness> at(RigNode node) {
    return List.copyOf(at.get(node.index()));
  }

  /** One of those at that node. */
  public Witness one(RigNode node) {
    return at.get(node.index()).getFirst();
  }

  public List<Witness> onePerNode() {
    return at.stream().map(List::getFirst).toList();
  }

  public List<Witness> all() {
    return at.stream().flatMap(List::stream).toList();
  }

  public List<Witness> open() {
    return all().stream().filter(Witness::isOpen).toList();
  }

  /** Takes those away that were closed. */
  public void dismissClosed() {
    at.forEach(some -> some.removeIf(witness -> !witness.isOpen()));
  }

  /**
   * Says something through every node, again and again until it is stored, and waits until every
   * open witness has heard it.
   *
   * @return how long that took; longer than the limit when it did not happen
   */
  public Duration live(Duration limit) {
    long begun = System.nanoTime();
    long end = begun + limit.toNanos();
    for (RigNode node : nodes) {
      if (!at(node).isEmpty()) {
        String mid = sayUntilStored(one(node), end);
        await(mid, end);
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * Says something through a witness, and measures from its ack until every open one has heard it.
   *
   * @return the limit or longer when that did not happen
   */
  public Duration delivery(Witness speaker, Duration limit) {
    Answer answer = speaker.say("delivery " + said.incrementAndGet()).join();
    long begun = System.nanoTime();
    if (!answer.isDone()) {
      return limit;
    }
    await(answer.mid(), begun + limit.toNanos());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private String sayUntilStored(Witness speaker, long end) {
    String text = "are you there " + said.incrementAndGet();
    Answer answer = speaker.say(text).join();
    while (!answer.isDone() && System.nanoTime() < end) {
      Pause.of(STEP);
      answer = speaker.say(text).join();
    }
    return answer.mid();
  }

  private void await(String mid, long end) {
    while (System.nanoTime() < end
        && !open().stream().allMatch(witness -> !witness.entries(mid).isEmpty())) {
      Pause.of(STEP);
    }
  }

  /** Witnesses that heard a message twice, each with its mid. */
  public List<String> repeats() {
    List<String> repeats = new ArrayList<>();
    for (Witness witness : all()) {
      Set<String> mids = new HashSet<>();
      for (JsonNode message : witness.messages()) {
        // After a reset an entry comes again by intention.
        if (!mids.add(message.path("mid").asText()) && witness.resets().isEmpty()) {
          repeats.add(message.path("mid").asText());
        }
      }
    }
    return repeats;
  }

  @Override
  public void close() {
    all().forEach(Witness::close);
  }
}
