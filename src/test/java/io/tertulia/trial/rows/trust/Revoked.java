package io.tertulia.trial.rows.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * R20: a token is revoked, somebody is revoked and somebody banned, while one node does not hear
 * what is announced.
 */
public final class Revoked implements Fault {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration DEAF_WITHIN = Duration.ofSeconds(3);
  private static final int REVOKED = 4500;
  private static final int BANNED = 4501;
  private static final int TOKEN_INVALID = 111;

  private static final int FORBIDDEN = 113;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ROOM = "trust";

  /** What an administrator commands. */
  private record Order(Witness admin, ObjectNode command) {
    String words() {
      return command.path("type").asText();
    }
  }

  /**
   * @param code with which everybody concerned is closed
   */
  private record Bar(int code, Duration within) {}

  @Override
  public Setup setup(Setup given) {
    return Tokens.taken(given);
  }

  @Override
  public void strike(Trial trial) {
    int rounds = trial.options().brief() ? 1 : 4;
    try (Witness admin = Witness.bearing(trial.rig().node(0).address(), ROOM, Tokens.ofAdmin())) {
      for (int round = 0; round < rounds; round++) {
        String who = "p" + trial.options().seed() + "-" + round;
        Pause.of(Duration.ofMillis(trial.random().nextInt(1000)));
        token(trial, admin, who + "-a");
        user(trial, admin, who + "-b");
        ban(trial, admin, who + "-c");
        deaf(trial, admin, who + "-d");
      }
    }
  }

  /** One token of two of the same person: the other goes on. */
  private static void token(Trial trial, Witness admin, String who) {
    String token = Tokens.of(who, who + "-1");
    List<Witness> there = everywhere(trial, token);
    String other = Tokens.of(who, who + "-2");
    try (Witness stays = Witness.bearing(trial.rig().node(0).address(), ROOM, other)) {
      Order order = new Order(admin, Witness.command("revoke").put("token", who + "-1"));
      expelled(trial, order, there, new Bar(REVOKED, WITHIN));
      trial.findings().holds("another token of the same person goes on", stays.isOpen());
    }
    refused(trial, "a revoked token", token);
  }

  /** All that was issued up to now; what is issued later is good. */
  private static void user(Trial trial, Witness admin, String who) {
    String token = Tokens.of(who, who + "-1");
    List<Witness> there = everywhere(trial, token);
    Order order = new Order(admin, Witness.command("revoke").put("user", who));
    expelled(trial, order, there, new Bar(REVOKED, WITHIN));
    refused(trial, "a token of somebody revoked", token);
    // Whole seconds are what a token tells of its time.
    Pause.of(Duration.ofMillis(1_100));
    taken(trial, "a later token", Tokens.of(who, who + "-2"));
  }

  private static void ban(Trial trial, Witness admin, String who) {
    List<Witness> there = everywhere(trial, Tokens.of(who, who + "-1"));
    Order order = new Order(admin, Witness.command("ban").put("user", who));
    expelled(trial, order, there, new Bar(BANNED, WITHIN));
    refused(trial, "a token of somebody banned", Tokens.of(who, who + "-2"));
    answered(trial, new Order(admin, Witness.command("ban").put("user", who).put("for", 0)));
    Pause.of(WITHIN);
    taken(trial, "a token of somebody who was banned", Tokens.of(who, who + "-3"));
  }

  /** One node hears nothing of it: it finds out by itself. */
  private static void deaf(Trial trial, Witness admin, String who) {
    RigNode deaf = trial.rig().node(1 + trial.random().nextInt(trial.rig().nodes().size() - 1));
    Witness there = Witness.bearing(deaf.address(), ROOM, Tokens.of(who, who + "-1"));
    int silenced = deaf.link().marked().hold();
    trial
        .findings()
        .fired(
            "%d subscribed connections of node %d silent".formatted(silenced, deaf.index()),
            silenced > 0);
    Order order = new Order(admin, Witness.command("revoke").put("user", who));
    expelled(trial, order, List.of(there), new Bar(REVOKED, DEAF_WITHIN));
    deaf.link().heal();
  }

  private static List<Witness> everywhere(Trial trial, String token) {
    List<Witness> all = new ArrayList<>();
    for (RigNode node : trial.rig().nodes()) {
      all.add(Witness.bearing(node.address(), ROOM, token));
    }
    return all;
  }

  /** Has the order carried out, and waits until all of them are gone. */
  private static void expelled(Trial trial, Order order, List<Witness> there, Bar bar) {
    long begun = System.nanoTime();
    answered(trial, order);
    List<Integer> codes = there.stream().map(witness -> witness.awaitClose(PATIENCE)).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    there.forEach(Witness::close);
    trial
        .findings()
        .none(
            "other end of who was put out than " + bar.code(),
            codes.stream().filter(code -> code != bar.code()).toList());
    trial.findings().atMost(bar.within(), "gone everywhere after " + order.words(), took);
  }

  private static void answered(Trial trial, Order order) {
    Answer answer = order.admin().order(order.command());
    trial.findings().holds(order.words() + " was answered " + answer.message(), answer.isDone());
  }

  private static void refused(Trial trial, String what, String token) {
    List<Integer> codes =
        trial.rig().nodes().stream().map(node -> Witness.refusal(node.address(), token)).toList();
    trial
        .findings()
        .holds(
            what + " is refused everywhere: " + codes,
            codes.stream().allMatch(code -> code == TOKEN_INVALID || code == FORBIDDEN));
  }

  private static void taken(Trial trial, String what, String token) {
    List<Integer> codes =
        trial.rig().nodes().stream().map(node -> Witness.refusal(node.address(), token)).toList();
    trial
        .findings()
        .holds(
            what + " is taken everywhere: " + codes,
            codes.stream().allMatch(code -> code == Answer.DONE));
  }
}
