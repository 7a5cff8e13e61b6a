package io.tertulia.security.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.access.memory.MemoryTickets;
import io.tertulia.security.ticket.TicketExchange.Bad;
import io.tertulia.security.ticket.TicketExchange.Good;
import io.tertulia.security.ticket.TicketExchange.Redeemed;
import io.tertulia.security.ticket.TicketExchange.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketExchangeTest {
  private static final String PAGE = "https://chat.example";

  private final ManualClock clock = new ManualClock();
  private final Spied lying = new Spied(new MemoryTickets(clock, 1 << 20));
  private final TicketExchange exchange = new TicketExchange(lying, clock, new Random(1));

  /** Keeps what was put, as somebody who reads the store. */
  private static final class Spied implements Tickets {
    private final Tickets inner;
    private final List<String> seen = new ArrayList<>();
    private int taken;

    private Spied(Tickets inner) {
      this.inner = inner;
    }

    @Override
    public CompletionStage<Boolean> put(String name, String secret) {
      seen.add(name);
      seen.add(secret);
      return inner.put(name, secret);
    }

    @Override
    public CompletionStage<@Nullable String> take(String name) {
      taken++;
      return inner.take(name);
    }
  }

  @Test
  void a_ticket_is_good_once() {
    Ticket ticket = issue("ey.token", null);
    assertThat(ticket.ticket()).matches("[A-Za-z0-9_-]{43}");
    assertThat(ticket.expires()).isEqualTo(clock.millis() + 30_000);
    assertThat(redeem(ticket, null)).isEqualTo(new Good("ey.token"));
    refused(redeem(ticket, null));
  }

  @Test
  void two_tickets_of_one_credential_are_two() {
    Ticket one = issue("ey.token", null);
    Ticket other = issue("ey.token", null);
    assertThat(one.ticket()).isNotEqualTo(other.ticket());
    assertThat(redeem(one, null)).isInstanceOf(Good.class);
    assertThat(redeem(other, null)).isInstanceOf(Good.class);
  }

  @Test
  void it_is_good_for_half_a_minute() {
    Ticket used = issue("ey.token", null);
    Ticket late = issue("ey.token", null);
    clock.pass(Duration.ofMillis(29_999));
    assertThat(redeem(used, null)).isInstanceOf(Good.class);
    clock.pass(Duration.ofMillis(1));
    refused(redeem(late, null));
  }

  @Test
  void what_a_page_took_is_good_for_its_origin_alone_and_a_try_of_another_does_not_use_it_up() {
    Ticket ticket = issue("ey.token", PAGE);
    refused(redeem(ticket, "https://evil.example"));
    refused(redeem(ticket, "http://chat.example"));
    refused(redeem(ticket, null));
    assertThat(redeem(ticket, "HTTPS://CHAT.EXAMPLE:443")).isEqualTo(new Good("ey.token"));
  }

  @Test
  void what_no_page_took_is_good_for_no_page() {
    Ticket ticket = issue("ey.token", null);
    refused(redeem(ticket, PAGE));
    assertThat(redeem(ticket, null)).isInstanceOf(Good.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "ey.token",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
      })
  void what_has_not_the_shape_of_a_ticket_is_not_looked_for(String word) {
    refused(join(exchange.redeem(List.of(word), null)));
    assertThat(lying.taken).isZero();
  }

  @Test
  void a_guess_is_refused_in_the_same_words() {
    issue("ey.token", null);
    refused(join(exchange.redeem(List.of("A".repeat(43)), null)));
    assertThat(lying.taken).isOne();
  }

  @Test
  void a_ticket_whose_last_letter_is_another_of_the_same_bits_is_another() {
    String ticket = issue("ey.token", null).ticket();
    String same = ticket.substring(0, 42) + (char) (ticket.charAt(42) + 1);
    refused(join(exchange.redeem(List.of(same), null)));
  }

  @Test
  void several_in_one_address_are_refused_and_none_is_used() {
    Ticket ticket = issue("ey.token", null);
    Redeemed twice = join(exchange.redeem(List.of(ticket.ticket(), ticket.ticket()), null));
    assertThat(twice)
        .isInstanceOfSatisfying(
            Bad.class, bad -> assertThat(bad.code()).isEqualTo(ErrorCode.INVALID_FIELD));
    assertThat(redeem(ticket, null)).isInstanceOf(Good.class);
  }

  @Test
  void who_reads_what_lies_there_has_neither_ticket_nor_credential() {
    Ticket ticket = issue("ey.token", PAGE);
    assertThat(lying.seen).hasSize(2).noneMatch(word -> word.contains(ticket.ticket()));
    assertThat(lying.seen).noneMatch(word -> word.contains("ey") && word.contains("token"));
    assertThat(decoded(lying.seen.getLast())).doesNotContain("token");
    refused(join(exchange.redeem(List.of(lying.seen.getFirst()), PAGE)));
  }

  @Test
  void what_was_put_there_by_somebody_else_is_nobodys_credential() {
    for (String forged : new String[] {"", "ey.token", "AAAA", "A".repeat(200)}) {
      Ticket ticket = issue("ey.token", null);
      join(lying.inner.take(lying.seen.get(lying.seen.size() - 2)));
      join(lying.inner.put(lying.seen.get(lying.seen.size() - 2), forged));
      refused(redeem(ticket, null));
    }
  }

  @Test
  void where_there_is_no_place_there_is_no_ticket() {
    TicketExchange full = new TicketExchange(new MemoryTickets(clock, 10), clock, new Random(1));
    assertThat(full.issue("ey.token", null).toCompletableFuture().join()).isNull();
  }

  @Test
  void while_the_place_does_not_answer_nobody_is_told_that_a_ticket_is_bad() {
    Tickets away =
        new Tickets() {
          @Override
          public CompletionStage<Boolean> put(String name, String secret) {
            return CompletableFuture.failedStage(new IllegalStateException("away"));
          }

          @Override
          public CompletionStage<@Nullable String> take(String name) {
            return CompletableFuture.failedStage(new IllegalStateException("away"));
          }
        };
    TicketExchange cut = new TicketExchange(away, clock, new Random(1));
    assertThat(cut.issue("ey.token", null).toCompletableFuture().join()).isNull();
    assertThat(join(cut.redeem(List.of("A".repeat(43)), null)))
        .isInstanceOfSatisfying(
            Bad.class, bad -> assertThat(bad.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static String decoded(String secret) {
    return new String(
        java.util.Base64.getUrlDecoder().decode(secret),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private Ticket issue(String credential, @Nullable String origin) {
    return Objects.requireNonNull(
        exchange.issue(credential, origin).toCompletableFuture().join(), "a ticket");
  }

  private Redeemed redeem(Ticket ticket, @Nullable String origin) {
    return join(exchange.redeem(List.of(ticket.ticket()), origin));
  }

  private static void refused(Redeemed redeemed) {
    assertThat(redeemed)
        .isInstanceOfSatisfying(
            Bad.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(ErrorCode.TOKEN_INVALID);
              assertThat(bad.message()).contains("POST /tickets");
            });
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
