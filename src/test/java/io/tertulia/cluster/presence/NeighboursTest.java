package io.tertulia.cluster.presence;

import static io.tertulia.cluster.presence.PresenceCluster.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What nodes know of each other beside their members. */
class NeighboursTest {
  private static final Duration A_FEW_BEATS = Duration.ofSeconds(5);

  private final PresenceCluster cluster = new PresenceCluster();
  private final PresenceCluster.Member a = cluster.node("a");
  private final PresenceCluster.Member b = cluster.node("b");
  private final PresenceCluster.Member c = cluster.node("c");

  @Test
  void each_knows_how_many_sockets_the_others_have() {
    a.sockets = 1;
    b.sockets = 20;
    c.sockets = 300;
    cluster.pass(A_FEW_BEATS);
    assertThat(a.presence.sockets()).containsExactlyInAnyOrder(20, 300);
    assertThat(b.presence.sockets()).containsExactlyInAnyOrder(1, 300);
    b.sockets = 0;
    cluster.pass(A_FEW_BEATS);
    assertThat(a.presence.sockets()).containsExactlyInAnyOrder(0, 300);
  }

  @Test
  void a_node_that_takes_nobody_or_is_gone_does_not_count() {
    b.sockets = 20;
    c.sockets = 300;
    cluster.pass(A_FEW_BEATS);
    b.sockets = -1;
    c.crash();
    cluster.pass(LEASE.plus(A_FEW_BEATS));
    assertThat(a.presence.sockets()).isEmpty();
  }

  @Test
  void two_nodes_of_one_name_say_so_for_as_long_as_both_are_there() {
    cluster.pass(A_FEW_BEATS);
    assertThat(a.presence.trouble()).isNull();
    PresenceCluster.Member twin = cluster.node("a");
    cluster.pass(A_FEW_BEATS);
    assertThat(a.presence.trouble()).contains("is called \"a\" too", "tertulia.node");
    assertThat(twin.presence.trouble()).isEqualTo(a.presence.trouble());
    assertThat(b.presence.trouble()).isNull();
    twin.presence.goodbye();
    cluster.pass(A_FEW_BEATS);
    assertThat(a.presence.trouble()).isNull();
  }
}
