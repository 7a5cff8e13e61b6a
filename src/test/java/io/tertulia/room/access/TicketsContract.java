package io.tertulia.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every place for tickets does. */
public interface TicketsContract {
  Tickets tickets();

  @Test
  default void what_was_put_is_taken_once() {
    String name = name();
    assertThat(put(name, "sealed")).isTrue();
    assertThat(take(name)).isEqualTo("sealed");
    assertThat(take(name)).isNull();
  }

  @Test
  default void what_nobody_put_is_not_there() {
    assertThat(take(name())).isNull();
  }

  @Test
  default void each_is_what_it_was() {
    String large = "-".repeat(11_000) + "_";
    String one = name();
    String other = name();
    put(one, large);
    put(other, "other");
    assertThat(take(other)).isEqualTo("other");
    assertThat(take(one)).isEqualTo(large);
  }

  static String name() {
    return "Ticket_-" + UUID.randomUUID();
  }

  private boolean put(String name, String sealed) {
    return tickets().put(name, sealed).toCompletableFuture().join();
  }

  private @Nullable String take(String name) {
    return tickets().take(name).toCompletableFuture().join();
  }
}
