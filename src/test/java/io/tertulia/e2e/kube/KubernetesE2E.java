package io.tertulia.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.socket.Opening;
import io.tertulia.trial.Options;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Use;
import io.tertulia.trial.oracle.Oracle;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.workload.Pace;
import io.tertulia.trial.workload.Workload;
import io.tertulia.trial.workload.Workload.Shape;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests as they stand, admitted, running and changing under talk. */
@Tag("alone")
class KubernetesE2E {
  /** By the limits that a node has by itself: everybody here comes from one address. */
  private static final Shape SHAPE = new Shape(7, 50, 100, 12, 0.4, 60, Shape.SHORT);

  private static final int DELIVERIES = Options.gate(0, 0).deliveries();
  private static final int SENT_ON = 4000;

  private static final Set<Integer> GOODBYES =
      Set.of(Seen.Lost.DROPPED, 1001, 1012, Seen.Lost.SILENT, SENT_ON);

  /**
   * Of all ends, by nodes that have more than their share when others have come: clients that found
   * no other in time, on two processors that start pods just then. Mostly none.
   */
  private static final double FEW = 0.1;

  /**
   * Of all ends. These clients give up after six seconds without a byte: 17 of 550 did in the
   * slowest run, on two processors that could not keep up; mostly none does.
   */
  private static final double SILENT = 0.05;

  /** {@code preStop}, and what a node allows a proxy to notice. */
  private static final Duration STILL_LET_IN = Duration.ofSeconds(5 + 3);

  private static Kube kube;

  @BeforeAll
  static void start() {
    kube = Kube.start();
    await().atMost(Duration.ofSeconds(30)).until(KubernetesE2E::isOpen);
  }

  @AfterAll
  static void stop() {
    if (kube != null) {
      kube.close();
    }
  }

  private static boolean isOpen() {
    try {
      Opening.chat(kube.address()).within(Duration.ofSeconds(2)).open().abort();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production", "gateway-api", "monitoring"})
  void every_overlay_is_admitted_without_a_warning(String overlay) {
    String said = kube.kubectl("apply", "--dry-run=server", "-k", "k8s/overlays/" + overlay);
    assertThat(said).contains("deployment.apps/tertulia").doesNotContainIgnoringCase("warning");
  }

  @Test
  void the_namespace_lets_nothing_in_that_wants_more_rights() {
    Shell.Outcome refused =
        kube.attempt(
            "run",
            "greedy",
            "-n",
            Kube.NAMESPACE,
            "--image=tertulia:local",
            "--privileged",
            "--dry-run=server");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("violates PodSecurity \"restricted");
  }

  @Test
  void nothing_is_lost_or_repeated_while_pods_come_and_go() {
    try (Machine machine = Machine.watch();
        Workload workload = new Workload(SHAPE, () -> List.of(kube.address()));
        Knocks knocks = new Knocks(kube.address());
        var leaving = kube.onLeaving(knocks::leaves)) {
      workload.start();
      Pace pace = Pace.find(workload, SHAPE.messagesPerSecond()).setOn(workload);
      System.out.println("calibrated: " + pace);
      Set<String> first = new TreeSet<>(kube.nodes());
      change(workload, "every pod is replaced", "rollout", "restart", "deployment/tertulia");
      assertThat(kube.nodes()).hasSize(3).doesNotContainAnyElementsOf(first);
      change(
          workload, "a pod is deleted", "delete", "pod", kube.nodes().getFirst(), "--wait=false");
      change(workload, "3 become 5", "scale", "deployment/tertulia", "--replicas=5");
      assertThat(kube.nodes()).hasSize(5);
      change(workload, "5 become 2", "scale", "deployment/tertulia", "--replicas=2");
      assertThat(kube.nodes()).hasSize(2);
      await()
          .atMost(Duration.ofMinutes(6))
          .until(() -> workload.journal().received() >= DELIVERIES);
      workload.quiet();
      Use use = machine.use();
      knocks.close();
      workload.journal().keep("kubernetes");
      judge(workload.journal());
      judge(knocks);
      System.out.println(use);
      assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
      judgeTimes(workload.journal(), knocks);
    }
  }

  private static void change(Workload workload, String what, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-n", Kube.NAMESPACE));
    kube.kubectl(all.toArray(String[]::new));
    workload.journal().mark(what);
    kube.settled();
  }

  private static void judge(Journal journal) {
    Verdict verdict = Oracle.judge(journal);
    System.out.println(verdict + "ends of connections: " + journal.losses());
    assertThat(verdict.clean()).as("%s", verdict).isTrue();
    assertThat(verdict.resets()).as("%s", verdict).isZero();
    assertThat(verdict.deliveries()).isGreaterThanOrEqualTo(DELIVERIES);
    assertThat(journal.resumed()).isGreaterThanOrEqualTo(30);
    assertThat(GOODBYES).containsAll(journal.losses().keySet());
  }

  /** What only a machine that has time says something of. */
  private static void judgeTimes(Journal journal, Knocks knocks) {
    assertThat(journal.shareOfLosses(Seen.Lost.SILENT)).isLessThanOrEqualTo(SILENT);
    assertThat(journal.shareOfLosses(SENT_ON)).isLessThanOrEqualTo(FEW);
    assertThat(knocks.lateEntries(STILL_LET_IN)).isEmpty();
  }

  private static void judge(Knocks knocks) {
    System.out.printf("%d came in, %d nodes went%n", knocks.count(), knocks.gone().size());
    assertThat(knocks.refusals()).isEmpty();
    assertThat(knocks.gone()).hasSize(3 + 1 + 3);
    assertThat(kube.kubectl("logs", "-n", "traefik", "deployment/traefik"))
        .as("what Traefik answered with 5xx")
        .doesNotContain("\"DownstreamStatus\":50");
  }
}
