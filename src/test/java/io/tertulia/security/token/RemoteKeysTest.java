package io.tertulia.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.tertulia.log.LoggedLines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteKeysTest {
  private static final JWK ONE = new Tokens("one").key;
  private static final JWK TWO = new Tokens("two").key;

  private final List<CompletableFuture<String>> fetches = new ArrayList<>();
  private long now = 1_000_000;
  private final RemoteKeys keys = new RemoteKeys("tests", this::fetch, () -> now);

  private CompletionStage<String> fetch() {
    CompletableFuture<String> fetch = new CompletableFuture<>();
    fetches.add(fetch);
    return fetch;
  }

  @Test
  void who_waits_for_the_first_keys_waits_for_one_fetch() {
    CompletableFuture<List<JWK>> first = named("one");
    CompletableFuture<List<JWK>> second = named("two");
    assertThat(fetches).hasSize(1);
    fetches.getFirst().complete(set(ONE));
    assertThat(first.join()).extracting(JWK::getKeyID).containsExactly("one");
    assertThat(second.join()).isEmpty();
  }

  @Test
  void a_known_key_asks_nobody() {
    know(ONE);
    assertThat(named("one").join()).hasSize(1);
    assertThat(named(null).join()).hasSize(1);
    assertThat(fetches).hasSize(1);
  }

  @Test
  void an_unknown_key_asks_once_in_thirty_seconds() {
    know(ONE);
    // The issuer may have it by now, so nobody says that it has not.
    assertThat(named("two")).isCompletedExceptionally();
    assertThat(fetches).hasSize(1);
    now += RemoteKeys.PAUSE.toMillis();
    CompletableFuture<List<JWK>> rotated = named("two");
    assertThat(fetches).hasSize(2);
    fetches.getLast().complete(set(TWO));
    assertThat(rotated.join()).extracting(JWK::getKeyID).containsExactly("two");
    // What is no longer published is no longer good.
    now += RemoteKeys.PAUSE.toMillis() - 1;
    assertThat(named("one")).isCompletedExceptionally();
    assertThat(fetches).hasSize(2);
    now += 1;
    CompletableFuture<List<JWK>> gone = named("one");
    fetches.getLast().complete(set(TWO));
    assertThat(gone.join()).isEmpty();
  }

  @Test
  void an_issuer_that_is_slow_lets_nobody_wait_long_and_its_answer_still_counts() {
    know(ONE);
    now += RemoteKeys.PAUSE.toMillis();
    assertThat(named("two"))
        .failsWithin(RemoteKeys.ANSWER.plusMillis(500))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    fetches.getLast().complete(set(TWO));
    assertThat(named("two").join()).hasSize(1);
    assertThat(fetches).hasSize(2);
  }

  @Test
  void an_issuer_that_is_away_harms_nobody_whose_key_is_known() {
    know(ONE);
    now += RemoteKeys.FRESH.toMillis();
    keys.tick();
    assertThat(fetches).hasSize(2);
    assertThat(named("one")).isCompleted();
    fetches.getLast().completeExceptionally(new IllegalStateException("away"));
    assertThat(named("one").join()).hasSize(1);
    keys.tick();
    assertThat(fetches).hasSize(2);
    now += RemoteKeys.PAUSE.toMillis();
    keys.tick();
    assertThat(fetches).hasSize(3);
  }

  @Test
  void before_the_first_answer_nobody_can_be_judged_and_it_is_asked_again_soon() {
    CompletableFuture<List<JWK>> first = named("one");
    fetches.getLast().completeExceptionally(new IllegalStateException("away"));
    assertThat(first).isCompletedExceptionally();
    assertThat(named("one")).isCompletedExceptionally();
    assertThat(fetches).hasSize(1);
    now += RemoteKeys.FIRST_PAUSE.toMillis();
    keys.tick();
    fetches.getLast().complete(set(ONE));
    assertThat(named("one").join()).hasSize(1);
  }

  @Test
  void an_issuer_that_stays_away_is_told_of_once_a_minute() {
    try (LoggedLines log = LoggedLines.of(RemoteKeys.class.getName())) {
      for (int second = 0; second <= 120; second++) {
        keys.tick();
        CompletableFuture<String> last = fetches.getLast();
        if (second % 2 == 0) {
          last.completeExceptionally(new IllegalStateException("away"));
        } else {
          last.complete("{}");
        }
        now += 1_000;
      }
      assertThat(fetches).hasSizeGreaterThan(50);
      assertThat(log.lines("%s")).hasSize(3).allMatch(line -> line.contains("issuer tests"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":7}",
        "{\"keys\":[{\"kty\":\"?\"}]}"
      })
  void what_is_no_set_of_keys_changes_nothing(String answer) {
    know(ONE);
    now += RemoteKeys.FRESH.toMillis();
    keys.tick();
    fetches.getLast().complete(answer);
    assertThat(named("one").join()).hasSize(1);
  }

  @Test
  void a_fetch_that_throws_is_an_issuer_that_is_away() {
    RemoteKeys broken =
        new RemoteKeys(
            "tests",
            () -> {
              throw new IllegalStateException("no such host");
            },
            () -> now);
    assertThat(broken.named("one").toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void an_error_is_no_end_of_the_asking() {
    RemoteKeys broken =
        new RemoteKeys(
            "tests",
            () -> {
              throw new NoClassDefFoundError("on purpose");
            },
            () -> now);
    for (int i = 0; i < 2; i++) {
      assertThat(broken.named("one").toCompletableFuture()).isCompletedExceptionally();
      now += RemoteKeys.PAUSE.toMillis();
    }
  }

  @Test
  void a_key_that_is_not_understood_costs_no_other() {
    know(ONE);
    now += RemoteKeys.FRESH.toMillis();
    keys.tick();
    String odd =
        "{\"kty\":\"EC\",\"crv\":\"brainpoolP256r1\",\"kid\":\"odd\",\"x\":\"AA\",\"y\":\"AA\"}";
    fetches
        .getLast()
        .complete("{\"keys\":[" + odd + ",7," + TWO.toPublicJWK().toJSONString() + "]}");
    assertThat(named("two").join()).hasSize(1);
  }

  @Test
  void a_thousand_keys_are_each_found_by_name() {
    keys.tick();
    JWK[] many = new JWK[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = new RSAKey.Builder(ONE.toRSAKey()).keyID("k" + i).build();
    }
    String set = set(many);
    assertThat(set).hasSizeLessThan(KeyFetch.LONGEST);
    fetches.getLast().complete(set);
    assertThat(named("k0").join()).hasSize(1);
    assertThat(named("k999").join()).hasSize(1);
    assertThat(fetches).hasSize(1);
  }

  private void know(JWK key) {
    keys.tick();
    fetches.getLast().complete(set(key));
  }

  private CompletableFuture<List<JWK>> named(@org.jspecify.annotations.Nullable String id) {
    return keys.named(id).toCompletableFuture();
  }

  private static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString();
  }
}
