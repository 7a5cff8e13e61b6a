package io.tertulia.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All attacks in short form, one after the other on one node, and those on a cluster on another. By
 * itself: what the two notice is a matter of time.
 */
@Tag("alone")
class AttackE2E {
  private static final Path APPLICATION = Path.of("target", "quarkus-app");

  private static @Nullable Siege siege;
  private static boolean clustered;

  @AfterAll
  static void end() {
    lift();
  }

  @ParameterizedTest
  @EnumSource(Known.class)
  void two_people_chat_on_while_the_node_is_attacked(Known attack) {
    Report report = laid(attack.clustered()).of(attack);
    System.out.println(report);
    assertThat(report.faults()).as(report.toString()).isEmpty();
    // Then it counts as not run.
    assumeThat(report.isJudged()).as(report.toString()).isTrue();
  }

  /** The node of the attack before, if that one left it alive. */
  private static Siege laid(boolean cluster) {
    Siege laid = siege;
    if (laid == null || clustered != cluster || !laid.isAlive()) {
      lift();
      laid = Siege.lay(APPLICATION, cluster, true);
      siege = laid;
      clustered = cluster;
      laid.warmUp(
          Arrays.stream(Known.values())
              .filter(attack -> attack.clustered() == cluster && attack.warms())
              .toList());
    }
    return laid;
  }

  private static void lift() {
    if (siege != null) {
      siege.close();
      siege = null;
    }
  }
}
