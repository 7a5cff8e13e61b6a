package io.tertulia.room.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.protocol.CloseCode;
import io.tertulia.room.Identity;
import io.tertulia.room.access.Principal.Credential;
import io.tertulia.room.access.Revocation.Kind;
import io.tertulia.room.access.Revocations.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every keeper of revocations keeps to. */
public interface RevocationsContract {
  /** In which what was added holds for whoever asks. */
  Duration SOON = Duration.ofSeconds(2);

  /** Where things are revoked. */
  Revocations here();

  /** Where it is asked for: of a cluster, another node. */
  Revocations there();

  /** Milliseconds of their wall clock. */
  long now();

  /** A name that no other test has used. */
  default String name() {
    return "n-" + System.nanoTime();
  }

  @Test
  default void a_token_is_revoked_and_no_other_of_the_same_person() {
    String token = name();
    Principal who = bearer(name(), token, now());
    assertThat(there().against(who)).isNull();
    add(Kind.TOKEN, token, 0, now() + 60_000);
    await().atMost(SOON).until(() -> there().against(who) != null);
    assertThat(there().against(bearer(who.who().id(), name(), now()))).isNull();
    assertThat(closing(who)).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  default void what_was_issued_before_is_revoked_and_what_comes_later_is_good() {
    String user = name();
    Principal who = bearer(user, null, now() - 1);
    add(Kind.CREDENTIALS, user, now(), now() + 60_000);
    await().atMost(SOON).until(() -> there().against(who) != null);
    assertThat(there().against(bearer(user, null, now() + 1_000))).isNull();
    assertThat(there().against(bearer(user, null, 0))).isNotNull();
    assertThat(closing(who)).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  default void an_earlier_time_takes_nothing_back() {
    String user = name();
    long time = now();
    add(Kind.CREDENTIALS, user, time, time + 60_000);
    add(Kind.CREDENTIALS, user, time - 5_000, time + 60_000);
    Principal between = bearer(user, null, time - 1_000);
    await().atMost(SOON).until(() -> there().against(between) != null);
    assertThat(here().against(between)).isNotNull();
  }

  @Test
  default void a_ban_of_a_user_ends_when_it_is_lifted() {
    String user = name();
    Principal who = bearer(user, null, now());
    add(Kind.USER, user, 0, Revocation.FOR_GOOD);
    await().atMost(SOON).until(() -> there().against(who) != null);
    assertThat(closing(who)).isEqualTo(CloseCode.BANNED);
    add(Kind.USER, user, 0, 0);
    await().atMost(SOON).until(() -> there().against(who) == null);
    add(Kind.USER, user, 0, Revocation.FOR_GOOD);
    await().atMost(SOON).until(() -> there().against(who) != null);
  }

  @Test
  default void an_address_is_banned() {
    String address = name();
    add(Kind.ADDRESS, address, 0, now() + 60_000);
    await().atMost(SOON).until(() -> there().against(address) != null);
    assertThat(there().against(address + "0")).isNull();
  }

  @Test
  default void who_listens_is_told_of_each_change_once() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    there().listen(revocation -> told.add(revocation.name() + (revocation.until() == 0)));
    String user = name();
    add(Kind.USER, user, 0, Revocation.FOR_GOOD);
    await().atMost(SOON).until(() -> told.contains(user + false));
    add(Kind.USER, user, 0, 0);
    await().atMost(SOON).until(() -> told.contains(user + true));
    assertThat(told).containsExactly(user + false, user + true);
  }

  @Test
  default void it_knows_what_changes() {
    await().atMost(SOON).until(here()::isCurrent);
    await().atMost(SOON).until(there()::isCurrent);
  }

  private void add(Kind kind, String name, long before, long until) {
    var outcome = here().add(new Revocation(kind, name, before, until, 0));
    assertThat(outcome.toCompletableFuture().join()).isEqualTo(Outcome.DONE);
  }

  private CloseCode closing(Principal who) {
    return Objects.requireNonNull(there().against(who)).closing();
  }

  private static Principal bearer(String user, @Nullable String token, long issuedAt) {
    return Principal.guest(new Identity(user, "Ana", false), new Credential(token, issuedAt));
  }
}
