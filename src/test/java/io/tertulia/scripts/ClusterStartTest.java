package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.e2e.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./mvnw cluster} refuses, each in one sentence. */
class ClusterStartTest {
  private static final String BUILDS_BUT_FETCHES_NOTHING =
      "case \"$*\" in"
          + " -version) ;;"
          + " *:unpack*) echo '[ERROR] no network' >&2; exit 1 ;;"
          + " *) mkdir -p target/quarkus-app; touch target/quarkus-app/quarkus-run.jar ;;"
          + " esac";

  private static final String WANTED =
      "install Redis 6.2 or later (for example: apt install redis-server) and try again.\n";

  private final String[] oneNode = {
    "cluster",
    "1",
    "-Dquarkus.http.port=" + FreePort.choose(),
    "-Dquarkus.management.port=" + FreePort.choose()
  };

  private NewcomersMachine machine;

  @BeforeEach
  void set_up(@TempDir Path disk) {
    machine = new NewcomersMachine(disk).withJavaHome("25.0.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"three", "--nodes=3", "3 4", "node", "-1", "2.5"})
  void what_is_no_number_is_refused(String words) {
    machine
        .mvnw(("cluster " + words).split(" "))
        .isRefusedWith(
            "cluster does not know \""
                + words
                + "\": say how many nodes, 1 to 20, for example ./mvnw cluster 3;"
                + " settings are given as -Dname=value.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "21", "100000000000000000000", "03"})
  void more_nodes_than_twenty_or_none_are_refused(String number) {
    machine
        .mvnw("cluster", number)
        .isRefusedWith("cluster starts 1 to 20 nodes, not " + number + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tertulia.node", "quarkus.redis.hosts"})
  void what_it_sets_by_itself_is_refused(String setting) {
    machine
        .mvnw("cluster", "-D" + setting + "=redis://:s3cret@somewhere")
        .isRefusedWith(
            "cluster sets "
                + setting
                + " by itself: leave it out, or start each node by ./mvnw start.");
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.port, many",
    "quarkus.management.port, 0",
    "redis.port, 65536",
    "redis.port, 06379"
  })
  void what_is_no_port_is_refused(String setting, String value) {
    machine
        .mvnw("cluster", "-D" + setting + "=" + value)
        .isRefusedWith(setting + " cannot be \"" + value + "\": it must be a port, 1 to 65535.");
  }

  @Test
  void ports_that_overlap_are_refused() {
    machine
        .mvnw("cluster", "3", "-Dquarkus.http.port=9079")
        .isRefusedWith(
            "The ports 9079 to 9081 of the nodes and 9081 to 9083 of their health overlap:"
                + " choose others.");
  }

  @Test
  void ports_above_the_last_are_refused() {
    machine
        .mvnw("cluster", "3", "-Dquarkus.http.port=65534")
        .isRefusedWith("There are not 3 ports from 65534 and from 9081 on: choose lower ones.");
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.port, 100",
    "quarkus.management.port, 100",
    "redis.port, 1",
  })
  void a_taken_port_is_named_with_the_way_out(String setting, int other) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String others =
          Stream.of(oneNode[2], oneNode[3])
              .filter(word -> !word.startsWith("-D" + setting + "="))
              .map(word -> " " + word)
              .collect(Collectors.joining());
      machine
          .mvnw("cluster", "1", oneNode[2], oneNode[3], "-D" + setting + "=" + port)
          .isRefusedWith(
              "Port %d is taken by another program: free it or choose another: ./mvnw cluster 1%s -D%s=%d"
                  .formatted(port, others, setting, port + other));
    }
  }

  @Test
  void without_redis_and_without_a_way_to_fetch_one_it_says_what_to_install() {
    var outcome = machine.withMavenThat(BUILDS_BUT_FETCHES_NOTHING).mvnw(oneNode);

    assertThat(outcome.err())
        .isEqualTo(
            "[ERROR] no network\n"
                + "No redis-server 6.2 or later was found, and none could be fetched (see the error above): "
                + WANTED);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_redis_on_the_path_that_is_too_old_is_not_taken() {
    var outcome =
        machine
            .withMavenThat(BUILDS_BUT_FETCHES_NOTHING)
            .withProgramThat("redis-server", "echo Redis server v=6.0.16 sha=0 bits=64")
            .mvnw(oneNode);

    assertThat(outcome.out()).contains("There is no redis-server 6.2 or later on the path");
    assertThat(outcome.err()).endsWith(WANTED);
  }

  @Test
  void a_machine_for_which_there_is_no_redis_is_told_so() {
    var outcome =
        machine
            .withMavenThat(BUILDS_BUT_FETCHES_NOTHING)
            .withProgramThat("uname", "echo Plan9")
            .mvnw(oneNode);

    assertThat(outcome.err())
        .isEqualTo(
            "No redis-server 6.2 or later was found, and none is to be had for this kind of machine: "
                + WANTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node 2", "redis"})
  void nothing_can_be_started_again_where_no_cluster_runs(String what) {
    machine
        .mvnw(("cluster " + what).split(" "))
        .isRefusedWith(
            "No cluster runs here that something could be started again in:"
                + " start one with ./mvnw cluster");
  }
}
