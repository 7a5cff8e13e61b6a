package io.tertulia.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.socket.RawSocket;
import io.tertulia.trial.journal.Recoveries;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.witness.Witness;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to containers while people chat through Traefik, and the oracle watches. */
@Tag("alone")
class BehindTraefikE2E {
  /**
   * By a node with more than its share, when the client found no other in the time it was given.
   */
  private static final int SENT_ON = 4000;

  /**
   * Of all ends: each container in turn is no place to go to just then, and a handshake with a
   * machine that starts another one may take longer than a client is given. 30 of 689 in the
   * slowest run, mostly none.
   */
  private static final double FEW = 0.1;

  private static final Set<Integer> GOODBYES = Set.of(1001, 1012, SENT_ON);

  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
  private static final Duration BACK_AFTER_TRAEFIK = Duration.ofSeconds(10);

  /** Who tried in vain four times may wait for 15 s, by the protocol, and then has to come in. */
  private static final Duration ALL_BACK_AFTER_TRAEFIK = Duration.ofSeconds(15 + 1);

  /** A file that has changed, or itself after a start. No bar. */
  private static final Duration READS_WITHIN = Duration.ofSeconds(30);

  private static final int WITNESSES = 12;

  private static final Difference DIFFERENCE = Difference.fresh();
  private static final OwnCertificate CERTIFICATE = OwnCertificate.make();
  private static ComposeCluster cluster;

  @BeforeAll
  static void up() {
    cluster =
        ComposeCluster.up(
            List.of(DIFFERENCE.file()), Map.of("TERTULIA_CERTIFICATES", CERTIFICATE.folder()));
  }

  @AfterAll
  static void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void a_replica_is_killed_and_its_people_are_back_soon() {
    try (Crowd crowd = Crowd.enters(cluster, 7)) {
      crowd.chats();
      cluster.compose("kill", "node-2");
      crowd.mark("node-2 is killed");
      assertThat(cluster.inspect("node-2", "{{.State.Status}}")).isEqualTo("exited");
      crowd.chats();
      cluster.compose("up", "-d", "--wait", "--no-deps", "node-2");
      crowd.untilItCounts();
      crowd.losesNothing();
      Recoveries back = Recoveries.of(crowd.journal(), Seen.Lost.BROKEN);
      assertThat(back.count()).as("people who were cut off").isPositive();
      System.out.printf(
          "back after a node was killed: %d; %s of 50 %%, %s of 90 %%, %s of 99 %%%n",
          back.count(), back.within(50), back.within(90), back.within(99));
      crowd.assumeThatTimesCount();
      assertThat(back.within(99)).isLessThanOrEqualTo(BACK_WITHIN);
    }
  }

  @Test
  void your_own_certificate_is_shown() {
    URI tls = URI.create("https://127.0.0.1:" + cluster.https());
    try (RawSocket socket = RawSocket.connectTls(tls, CERTIFICATE.trust())) {
      socket.send(RawSocket.request("HEAD / HTTP/1.1", "Host: localhost"));
      assertThat(socket.response()).startsWith("HTTP/1.1 200 ");
    }
  }

  /** R9: the change by the command that stands in the compose file. */
  @Test
  void a_replica_is_stopped_and_then_a_setting_changed_at_one_after_the_other() {
    Instant begun = Instant.now();
    try (Crowd crowd = Crowd.enters(cluster, 9)) {
      crowd.chats();
      cluster.compose("stop", "node-3");
      assertThat(cluster.inspect("node-3", "{{.State.ExitCode}}")).isEqualTo("143");
      crowd.chats();
      cluster.compose("up", "-d", "--wait", "--no-deps", "node-3");
      DIFFERENCE.pingEvery("20s");
      for (String node : ComposeCluster.NODES) {
        String before = cluster.container(node);
        cluster.compose("up", "-d", "--wait", "--no-deps", node);
        assertThat(cluster.container(node)).isNotEqualTo(before);
        assertThat(cluster.inspect(node, "{{.Config.Env}}")).contains("TERTULIA_SOCKET_PING=20s");
        crowd.chats();
      }
      crowd.untilItCounts();
      crowd.losesNothing();
      assertThat(gatewayErrors(begun)).isEmpty();
      crowd.endsOnlyBy(GOODBYES);
      crowd.assumeThatTimesCount();
      assertThat(crowd.journal().shareOfLosses(SENT_ON)).isLessThanOrEqualTo(FEW);
    }
  }

  /** R10: another list of nodes, one address more; then a restart. */
  @Test
  void nobody_notices_that_traefik_reads_its_file_again_and_after_a_restart_all_are_back_soon() {
    List<Witness> witnesses = witnesses();
    try (Crowd crowd = Crowd.enters(cluster, 10)) {
      crowd.chats();
      assertThat(status("/changed-once")).isEqualTo(404);
      DIFFERENCE.traefikServes("/changed-once", ComposeCluster.NODES.subList(0, 2));
      await().atMost(READS_WITHIN).until(() -> status("/changed-once") == 200);
      crowd.chats();
      DIFFERENCE.traefikServes("/changed-again", ComposeCluster.NODES);
      await().atMost(READS_WITHIN).until(() -> status("/changed-again") == 200);
      crowd.chats();
      crowd.endsOnlyBy(Set.of());
      stayOpen(witnesses);
      cluster.compose("restart", "--no-deps", "traefik");
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(READS_WITHIN)
          .until(() -> status("/icon.svg") == 200);
      long listens = crowd.mark("Traefik listens again");
      assertThat(witnesses).noneMatch(Witness::isOpen);
      crowd.untilItCounts();
      crowd.losesNothing();
      Recoveries back = Recoveries.since(crowd.journal(), listens);
      assertThat(back.count()).as("people who were still cut off").isPositive();
      System.out.printf(
          "back after Traefik listened: %s of 75 %%, %s of 99 %%%n",
          back.within(75), back.within(99));
      crowd.assumeThatTimesCount();
      // Who had to try so often that its last wait alone may be longer is judged below.
      assertThat(back.within(75)).isLessThanOrEqualTo(BACK_AFTER_TRAEFIK);
      assertThat(back.within(100)).isLessThanOrEqualTo(ALL_BACK_AFTER_TRAEFIK);
    }
  }

  private static List<Witness> witnesses() {
    return Stream.generate(() -> Witness.enter(cluster.address(), "witnesses", null))
        .limit(WITNESSES)
        .toList();
  }

  /** Unless a node with more people than the others has sent one on, with its good-bye. */
  private static void stayOpen(List<Witness> witnesses) {
    assertThat(witnesses).anyMatch(Witness::isOpen);
    assertThat(witnesses)
        .filteredOn(witness -> !witness.isOpen())
        .extracting(witness -> witness.awaitClose(Duration.ZERO))
        .allMatch(code -> code == SENT_ON);
  }

  /** What Traefik has written of a node that it could not reach, or that did not answer. */
  private static List<String> gatewayErrors(Instant since) {
    return cluster
        .compose("logs", "--no-log-prefix", "--since", since.toString(), "traefik")
        .lines()
        .filter(line -> line.matches(".*\" 50[24] .*"))
        .toList();
  }

  private static int status(String path) {
    try {
      var connection = (HttpURLConnection) cluster.address().resolve(path).toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
