package io.tertulia.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.proxy.running.Proxies;
import io.tertulia.e2e.proxy.running.Proxy;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Oracle;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Witness;
import io.tertulia.trial.workload.Workload;
import io.tertulia.trial.workload.Workload.Shape;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * People chat through all the proxies while one node is told to end, another is killed and the
 * proxies read their files again. Nothing is lost; what each proxy does meanwhile stands in the
 * document, and here.
 */
class ProxyFaultsE2E {
  private static final Shape SHAPE = new Shape(5, 20, 60, 6, 0.4, 100, Shape.SHORT);
  private static final Duration LONG = Duration.ofSeconds(25);
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final ClusterRig rig = Proxies.nodes();
  private final Proxies proxies = Proxies.before(rig);

  @Test
  void nothing_is_lost_whatever_happens_behind_and_to_the_proxies() {
    try (rig;
        proxies;
        Workload workload = new Workload(SHAPE, proxies::addresses)) {
      workload.start();
      drain(rig.node(0));
      die(rig.node(1));
      reload();
      workload.quiet();
      Verdict verdict = Oracle.judge(workload.journal());
      System.out.println(verdict);
      workload.journal().keep("proxies");
      assertThat(verdict.clean()).as("%s", verdict).isTrue();
      assertThat(verdict.deliveries()).isGreaterThan(10_000);
      assertThat(workload.journal().resumed()).isGreaterThanOrEqualTo(24);
    }
  }

  /** A node that is told to end says goodbye through every proxy, and newcomers go elsewhere. */
  private void drain(RigNode node) {
    Map<Proxy, Witness> there = enter(node);
    Map<Proxy, Knocker> knockers = knock();
    var gone = node.terminate();
    Map<Proxy, Integer> codes = codes(there, LONG);
    gone.join();
    Map<Proxy, Map<String, Integer>> answers = stop(knockers);
    System.out.println("drain: closed with " + codes + ", newcomers were answered " + answers);
    assertThat(codes.values()).containsOnly(1012);
    answers.forEach(
        (kind, statuses) ->
            assertThat(statuses.keySet()).as("%s", kind).isSubsetOf("101", unlessAsked(kind)));
    assertThat(answers.values()).allSatisfy(ProxyFaultsE2E::mostCameIn);
    node.startAgain();
  }

  /**
   * Who does not ask a node whether it is ready learns it from a refusal that a client sees too.
   */
  private static String unlessAsked(Proxy kind) {
    return kind == Proxy.APACHE || kind == Proxy.CADDY ? "503" : "101";
  }

  /** The connections of a node that dies end at once, and newcomers go elsewhere. */
  private void die(RigNode node) {
    Map<Proxy, Witness> there = enter(node);
    Map<Proxy, Knocker> knockers = knock();
    node.kill();
    Map<Proxy, Integer> codes = codes(there, SHORT);
    Pause.of(SHORT);
    Map<Proxy, Map<String, Integer>> answers = stop(knockers);
    System.out.println("death: closed with " + codes + ", newcomers were answered " + answers);
    assertThat(codes.values()).containsOnly(1006);
    // A handshake that was under way may be lost with the node.
    answers.forEach(
        (kind, statuses) -> assertThat(statuses.keySet()).as("%s", kind).isSubsetOf("101", "502"));
    assertThat(answers.values()).allSatisfy(ProxyFaultsE2E::mostCameIn);
    node.startAgain();
  }

  private static void mostCameIn(Map<String, Integer> statuses) {
    int in = statuses.getOrDefault("101", 0);
    int all = statuses.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(in).as("came in, of %s", statuses).isGreaterThan(all / 2);
  }

  /**
   * Only Caddy ends the connections when it reads its file again, and with them perhaps a handshake
   * that is under way; nobody else is turned away.
   */
  private void reload() {
    Map<Proxy, Witness> there = enter(rig.node(2));
    Map<Proxy, Knocker> knockers = knock();
    for (Proxy kind : Proxy.values()) {
      proxies.get(kind).reload();
    }
    Pause.of(SHORT);
    Map<Proxy, Integer> codes = codes(there, Duration.ZERO);
    Map<Proxy, Map<String, Integer>> answers = stop(knockers);
    System.out.println("reload: closed with " + codes + ", newcomers were answered " + answers);
    there.forEach((kind, witness) -> assertThat(witness.isOpen()).isEqualTo(kind != Proxy.CADDY));
    answers.forEach(
        (kind, statuses) ->
            assertThat(statuses.keySet())
                .as("%s", kind)
                .isSubsetOf("101", kind == Proxy.CADDY ? "502" : "101"));
    assertThat(answers.values()).allSatisfy(ProxyFaultsE2E::mostCameIn);
  }

  private Map<Proxy, Witness> enter(RigNode node) {
    Map<Proxy, Witness> there = new EnumMap<>(Proxy.class);
    for (Proxy kind : Proxy.values()) {
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> there.put(kind, proxies.enter(kind, node(node), "witnesses")) == null);
    }
    return there;
  }

  private static String node(RigNode node) {
    return "node-" + node.index();
  }

  private Map<Proxy, Knocker> knock() {
    Map<Proxy, Knocker> knockers = new EnumMap<>(Proxy.class);
    for (Proxy kind : Proxy.values()) {
      knockers.put(kind, Knocker.begin(proxies.get(kind).plain()));
    }
    return knockers;
  }

  private static Map<Proxy, Integer> codes(Map<Proxy, Witness> there, Duration within) {
    Map<Proxy, Integer> codes = new EnumMap<>(Proxy.class);
    there.forEach((kind, witness) -> codes.put(kind, witness.awaitClose(within)));
    return codes;
  }

  private static Map<Proxy, Map<String, Integer>> stop(Map<Proxy, Knocker> knockers) {
    Map<Proxy, Map<String, Integer>> answers = new TreeMap<>();
    knockers.forEach((kind, knocker) -> answers.put(kind, knocker.stop()));
    return answers;
  }
}
