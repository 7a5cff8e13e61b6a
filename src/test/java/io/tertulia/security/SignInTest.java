package io.tertulia.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** People with tokens, from hello to the end of what they came in with. */
class SignInTest {
  private final HeartNode node = new HeartNode();
  private final Person ana = node.stranger();
  private final long begun = node.clock.millis();

  @Test
  void a_token_says_who_somebody_is_whatever_name_the_hello_has() {
    hello(ana, "ana", begun + 600_000, ",'name':'Somebody'");
    JsonNode welcome = ana.events().getFirst();
    assertThat(welcome.at("/you").toString()).isEqualTo("{\"id\":\"ana\",\"name\":\"Ana\"}");
    assertThat(welcome.path("expires").asLong()).isEqualTo(begun + 600_000);
    assertThat(welcome.has("resume")).isFalse();
  }

  @Test
  void who_came_with_a_token_needs_none_in_the_first_hello() {
    ana.session().present(SignedTokens.of("ana", "Ana", begun + 600_000));
    ana.sends("{'type':'hello','id':1,'name':'Somebody'}");
    assertThat(ana.events().getFirst().at("/you/id").asText()).isEqualTo("ana");
    ana.sends("{'type':'hello','id':2}");
    assertThat(ana.heard()).containsExactly("error#2 111 token");
  }

  @Test
  void a_token_of_a_hello_counts_before_the_one_somebody_came_with() {
    ana.session().present(SignedTokens.of("eva", "Eva", begun + 600_000));
    hello(ana, "ana", begun + 600_000, "");
    assertThat(ana.events().getFirst().at("/you/id").asText()).isEqualTo("ana");
  }

  @Test
  void a_guest_has_nothing_that_ends() {
    ana.sends("{'type':'hello','id':1}");
    assertThat(ana.events().getFirst().has("expires")).isFalse();
    node.pass(Duration.ofMinutes(20));
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void a_fresh_token_is_asked_for_when_four_fifths_of_it_are_over() {
    hello(ana, "ana", begun + 600_000, "");
    ana.heard();
    node.pass(Duration.ofSeconds(479));
    assertThat(ana.heard()).isEmpty();
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.events().toString())
        .isEqualTo("[{\"type\":\"renew\",\"by\":" + (begun + 600_000) + "}]");
  }

  @Test
  void of_a_short_life_it_is_asked_for_thirty_seconds_before_the_end() {
    hello(ana, "ana", begun + 60_000, "");
    ana.heard();
    node.pass(Duration.ofSeconds(29));
    assertThat(ana.heard()).isEmpty();
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.heard()).containsExactly("renew");
  }

  @Test
  void who_does_not_renew_is_closed_25_seconds_after_the_end() {
    hello(ana, "ana", begun + 60_000, "");
    node.pass(Duration.ofSeconds(84));
    assertThat(ana.connection().closed()).isNull();
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void what_is_under_way_at_the_end_is_answered() {
    hello(ana, "ana", begun + 60_000, "");
    ana.joins("plaza");
    node.pass(Duration.ofSeconds(84));
    ana.heard();
    node.log.hold();
    ana.sends("{'type':'say','id':8,'room':'plaza','text':'late'}");
    ana.sends("{'type':'history','id':9,'room':'plaza'}");
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.heard()).containsExactly("error#8 142", "error#9 112");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void a_loop_that_stood_still_makes_no_token_live_longer() {
    hello(ana, "ana", begun + 60_000, "");
    node.clock.pass(Duration.ofMinutes(10));
    node.pass(Duration.ofSeconds(70));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void who_renews_keeps_the_rooms_and_the_stream() {
    hello(ana, "ana", begun + 60_000, "");
    ana.joins("plaza");
    node.pass(Duration.ofSeconds(40));
    ana.heard();
    hello(ana, "ana", begun + 120_000, "");
    assertThat(ana.heard()).containsExactly("welcome#1");
    node.pass(Duration.ofSeconds(49));
    assertThat(ana.heard()).isEmpty();
    ana.says("plaza", "still here");
    assertThat(ana.heard()).contains("message plaza 1 still here");
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.heard()).containsExactly("renew");
    node.pass(Duration.ofSeconds(60));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void a_token_that_ends_sooner_than_the_one_before_counts() {
    hello(ana, "ana", begun + 600_000, "");
    hello(ana, "ana", begun + 10_000, "");
    node.pass(Duration.ofSeconds(36));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void what_has_just_ended_is_taken_for_clocks_differ_and_has_to_be_renewed_at_once() {
    hello(ana, "ana", begun - 30_000, "");
    node.pass(Duration.ofSeconds(1));
    assertThat(ana.heard()).containsExactly("welcome#1", "renew");
    node.pass(Duration.ofSeconds(26));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.EXPIRED);
  }

  @Test
  void nobody_becomes_somebody_else_on_one_connection() {
    hello(ana, "ana", begun + 600_000, "");
    hello(ana, "eva", begun + 600_000, "");
    assertThat(ana.heard()).containsExactly("welcome#1", "error#1 111 token");
    Person guest = node.guest("Bob");
    hello(guest, "bob", begun + 600_000, "");
    assertThat(guest.heard()).containsExactly("error#1 111 token");
  }

  @Test
  void a_person_does_not_become_a_guest() {
    hello(ana, "ana", begun + 600_000, "");
    ana.sends("{'type':'hello','id':2}");
    ana.sends("{'type':'hello','id':3,'resume':'x.y'}");
    assertThat(ana.heard()).containsExactly("welcome#1", "error#2 111 token", "error#3 111 token");
  }

  @Test
  void a_token_that_has_expired_is_told_so_and_may_be_replaced() {
    hello(ana, "ana", begun - 61_000, "");
    assertThat(ana.heard()).containsExactly("error#1 112 token");
    hello(ana, "ana", begun + 600_000, "");
    assertThat(ana.heard()).containsExactly("welcome#1");
  }

  private static void hello(Person person, String id, long expiresAt, String more) {
    String token =
        SignedTokens.of(
            id, id.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + id.substring(1), expiresAt);
    person.sends("{'type':'hello','id':1,'token':'" + token + "'" + more + "}");
  }
}
