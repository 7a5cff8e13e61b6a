package io.tertulia.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.redis.RedisPreflight.Finding;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.e2e.FreePort;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedisPreflightTest {
  private final Loops loops = new Loops();

  @AfterEach
  void end() {
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(RedisBinary.class)
  void a_redis_that_is_right_is_not_spoken_of(RedisBinary binary) {
    if (binary == RedisBinary.INSTALLED && RedisBinary.any() != RedisBinary.INSTALLED) {
      return;
    }
    try (RedisServer redis = RedisServer.start(binary)) {
      assertThat(ask(redis.url())).isNull();
      assertThat(redis.ask("KEYS", "*")).isEqualTo(List.of());
    }
  }

  @Test
  void a_port_on_which_nothing_listens() {
    assertThat(fatal("redis://127.0.0.1:" + FreePort.choose()))
        .startsWith("Redis at the.host:1 cannot be reached (Connection refused")
        .endsWith("start it, or correct quarkus.redis.hosts.");
  }

  @Test
  void a_file_of_ours_that_cannot_be_read_is_not_blamed_on_redis() {
    RedisDiagnosis words = new RedisDiagnosis("the.host:1", "test");
    assertThat(words.unreachable("Unable to read file at path '/none.pem'").sentence())
        .isEqualTo(
            "Redis at the.host:1 was not asked (Unable to read file at path '/none.pem'): correct"
                + " the setting of quarkus.redis.tls or of quarkus.tls that names it.");
  }

  @Test
  void a_password_that_is_missing_or_wrong() {
    try (RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED, "--requirepass", "right")) {
      assertThat(fatal(redis.url()))
          .isEqualTo("Redis at the.host:1 wants a password: set quarkus.redis.password.");
      assertThat(fatal(as(redis, "default", "wrong")))
          .startsWith("Redis at the.host:1 refuses the user name or the password: correct")
          .doesNotContain("wrong");
      assertThat(ask(as(redis, "default", "right"))).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EMBEDDED  | ~test:* resetchannels &none +@all         | channels (PUBLISH): add &test:* by ACL SETUSER
          INSTALLED | ~test:* resetchannels &none +@all         | channels (PUBLISH): add &test:* by ACL SETUSER
          EMBEDDED  | ~none resetchannels &test:* +@all         | keys (EVAL): add ~test:* by ACL SETUSER
          INSTALLED | ~none resetchannels &test:* +@all         | keys (EVAL): add ~test:* by ACL SETUSER
          EMBEDDED  | ~test:* resetchannels &test:* +@all -xadd | add +xadd by ACL SETUSER
          INSTALLED | ~test:* resetchannels &test:* +@all -xadd | add +xadd by ACL SETUSER
          EMBEDDED  | ~test:* resetchannels &test:* +@all -info | add +info by ACL SETUSER
          INSTALLED | ~test:* resetchannels &test:* +@all -info | add +info by ACL SETUSER
          INSTALLED | ~test:* resetchannels &test:* +@all -script | add +script by ACL SETUSER
          EMBEDDED  | ~test:* resetchannels &test:* +@all -subscribe | add +subscribe by ACL SETUSER
          """)
  void a_user_who_may_not_do_all_that_a_node_does(
      RedisBinary binary, String rights, String sentence) {
    if (binary == RedisBinary.INSTALLED && RedisBinary.any() != RedisBinary.INSTALLED) {
      return;
    }
    try (RedisServer redis = RedisServer.start(binary)) {
      redis.ask(("ACL SETUSER someone on >secret " + rights).split(" "));
      assertThat(fatal(as(redis, "someone", "secret"))).contains(sentence).endsWith("SETUSER.");
    }
  }

  /** A script is run by its name later on, and what is let go of matters least: not tried. */
  @Test
  void every_right_of_the_handbook_is_tried_and_they_are_enough() {
    List<String> untried = List.of("+evalsha", "+unsubscribe");
    try (RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED, NodeRights.options("test:"))) {
      assertThat(ask(NodeRights.url(redis))).isNull();
      for (String right : NodeRights.documented()) {
        if (!untried.contains(right)) {
          redis.ask("ACL", "SETUSER", "node", "-" + right.substring(1).split("\\|")[0]);
          assertThat(fatal(NodeRights.url(redis)))
              .as(right)
              .contains("add " + right.split("\\|")[0] + " by");
          redis.ask("ACL", "SETUSER", "node", right);
        }
      }
      assertThat(ask(NodeRights.url(redis))).isNull();
    }
  }

  @Test
  void a_replica() {
    try (RedisServer master = RedisServer.start(RedisBinary.EMBEDDED);
        RedisServer replica =
            RedisServer.start(
                RedisBinary.EMBEDDED, "--replicaof", "127.0.0.1", "" + master.port())) {
      assertThat(fatal(replica.url())).contains("is a replica, which stores nothing");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisBinary.class)
  void a_memory_that_is_full_and_one_that_throws_away_are_warnings(RedisBinary binary) {
    if (binary == RedisBinary.INSTALLED && RedisBinary.any() != RedisBinary.INSTALLED) {
      return;
    }
    try (RedisServer redis = RedisServer.start(binary)) {
      redis.ask("CONFIG", "SET", "maxmemory", "1");
      assertThat(ask(redis.url()))
          .isEqualTo(
              new Finding(
                  false,
                  "Redis at the.host:1 is out of memory, so it stores no message: raise its"
                      + " maxmemory."));
      redis.ask("CONFIG", "SET", "maxmemory", "0");
      redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      assertThat(ask(redis.url()).sentence()).contains("(maxmemory-policy allkeys-lru)");
      assertThat(ask(redis.url()).fatal()).isFalse();
    }
  }

  @Test
  void a_disk_that_takes_no_more_is_a_warning() {
    try (RedisServer redis = RedisServer.start()) {
      redis.fillDisk();
      assertThat(ask(redis.url()))
          .satisfies(found -> assertThat(found.fatal()).isFalse())
          .extracting(Finding::sentence)
          .asString()
          .startsWith(
              "Redis at the.host:1 cannot write to its disk, so it stores no message: make room");
    }
  }

  @Test
  void one_that_refuses_more_clients_is_given_up_in_time() {
    try (RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED);
        var only = redis.talk()) {
      only.ask("CONFIG", "SET", "maxclients", "1");
      assertThat(fatal(redis.url())).contains("maxclients");
    }
  }

  @Test
  void versions_are_compared_as_numbers() {
    RedisDiagnosis words = new RedisDiagnosis("the.host:1", "test");
    Map<String, Boolean> fit =
        Map.of("5.0.14", false, "6.0.20", false, "6.2.0", true, "6.10.1", true, "10.0.0", true);
    assertThat(fit)
        .allSatisfy(
            (version, right) -> {
              Finding found = words.unfit("redis_version:" + version + "\r\nrole:master\r\n");
              assertThat(found == null).as(version).isEqualTo(right);
            });
    assertThat(words.unfit("redis_version:5.0.14\r\n").sentence())
        .isEqualTo(
            "Redis at the.host:1 is version 5.0.14, and 6.2 or later is needed: upgrade it.");
  }

  private String fatal(String url) {
    Finding finding = ask(url);
    assertThat(finding).isNotNull();
    assertThat(finding.fatal()).isTrue();
    return finding.sentence();
  }

  private Finding ask(String url) {
    return new RedisPreflight(
            loops.loop, loops.clients(url), "the.host:1", new RedisNames("test", 0))
        .ask()
        .toCompletableFuture()
        .join();
  }

  private static String as(RedisServer redis, String user, String password) {
    return "redis://" + user + ":" + password + "@127.0.0.1:" + redis.port();
  }
}
