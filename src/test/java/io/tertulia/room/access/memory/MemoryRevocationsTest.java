package io.tertulia.room.access.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocation.Kind;
import io.tertulia.room.access.Revocations;
import io.tertulia.room.access.Revocations.Outcome;
import io.tertulia.room.access.RevocationsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryRevocationsTest implements RevocationsContract {
  private final ManualClock clock = new ManualClock();
  private final MemoryRevocations revocations = new MemoryRevocations(clock, 2);

  @Override
  public Revocations here() {
    return revocations;
  }

  @Override
  public Revocations there() {
    return revocations;
  }

  @Override
  public long now() {
    return clock.millis();
  }

  @Test
  void what_is_over_holds_no_more_and_makes_room() {
    add("a", now() + 1_000);
    add("b", now() + Duration.ofDays(3).toMillis());
    assertThat(add("c", now() + 1_000)).isEqualTo(Outcome.FULL);
    assertThat(add("a", now() + 1_000)).as("it is there").isEqualTo(Outcome.DONE);
    clock.pass(Duration.ofSeconds(1));
    assertThat(revocations.against("a")).isNull();
    revocations.tick();
    assertThat(add("c", now() + 1_000)).as("it might be restored").isEqualTo(Outcome.FULL);
    clock.pass(Duration.ofDays(1));
    revocations.tick();
    assertThat(add("c", now() + 1_000)).isEqualTo(Outcome.DONE);
    assertThat(revocations.against("b")).isNotNull();
  }

  private Outcome add(String address, long until) {
    return revocations
        .add(new Revocation(Kind.ADDRESS, address, 0, until, 0))
        .toCompletableFuture()
        .join();
  }
}
