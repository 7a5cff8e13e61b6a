package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspeltTest {
  private static final Misspelt MISSPELT =
      Misspelt.against(
          Set.of("tertulia.limits.rooms", "tertulia.node", "tertulia.security.secret"));

  @ParameterizedTest
  @CsvSource({
    "quarkus.redis.host, quarkus.redis.hosts",
    "quarkus.redis.hots, quarkus.redis.hosts",
    "quarkus.http.prot, quarkus.http.port",
    "quarkus.htp.port, quarkus.http.port",
    "quarkus.port, quarkus.http.port",
    "quarkus.managment.port, quarkus.management.port",
    "quarkus.log.levle, quarkus.log.level",
    "port, quarkus.http.port",
    "PORT, quarkus.http.port",
    "http.port, quarkus.http.port",
    "management.port, quarkus.management.port",
    "redis.hosts, quarkus.redis.hosts",
    "QUARKUS_HTTP_PORT, quarkus.http.port",
    "quarkos.http.port, quarkus.http.port",
    "limits.rooms, tertulia.limits.rooms",
    "tertula.limits.rooms, tertulia.limits.rooms",
    "Tertulia.limits.rooms, tertulia.limits.rooms",
    "TERTULIA_LIMITS_ROOMS, tertulia.limits.rooms",
    "secret, tertulia.security.secret",
  })
  void a_word_that_looks_like_a_setting_is_answered_with_the_nearest(String word, String right) {
    assertThat(MISSPELT.properties(Set.of(word)))
        .containsExactly(
            "There is no setting "
                + word
                + ": the nearest is "
                + right
                + "; correct or remove it. All of them stand in src/docs/configuration.md.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quarkus.http.port",
        "quarkus.http.test-port",
        "quarkus.redis.other.hosts",
        "quarkus.log.category.\"io.tertulia\".level",
        "quarkus.http.header.\"X-Frame-Options\".value",
        "quarkus.http.ssl.certificate.files",
        "quarkus.http.proxy.trusted-proxies[0]",
        "quarkus.config.locations",
        "quarkus.profile",
        "quarkus.package.jar.type",
        "quarkus.vertx.event-loops-pool-size",
        "io.netty.leakDetection.level",
        "com.sun.management.jmxremote.port",
        "http.proxyPort",
        "vertx.disableDnsResolver",
        "user.timezone"
      })
  void settings_and_what_is_for_the_jvm_and_for_libraries_pass(String word) {
    assertThat(MISSPELT.properties(Set.of(word))).isEmpty();
  }

  @Test
  void what_every_jvm_sets_by_itself_passes() {
    assertThat(MISSPELT.properties(System.getProperties().stringPropertyNames())).isEmpty();
  }

  @Test
  void a_variable_that_looks_like_one_of_quarkus_is_answered_with_the_nearest() {
    assertThat(MISSPELT.variables(Set.of("QUARKUS_REDIS_HOST")))
        .singleElement()
        .asString()
        .startsWith(
            "There is no setting behind the environment variable QUARKUS_REDIS_HOST: the nearest"
                + " is QUARKUS_REDIS_HOSTS;");
  }

  @Test
  void variables_that_are_settings_or_nobodys_pass() {
    assertThat(
            MISSPELT.variables(
                List.of(
                    "PORT",
                    "QUARKUS_REDIS_HOSTS",
                    "QUARKUS_HTTP_PORT",
                    "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES",
                    "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                    "QUARKUS_LOG_CATEGORY__IO_TERTULIA__LEVEL",
                    "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES_0_",
                    "QUARKUS_CONFIG_LOCATIONS",
                    "QUARKUS_PACKAGE_JAR_TYPE",
                    "QUARKUS_MANAGEMENT_HOST")))
        .isEmpty();
  }
}
