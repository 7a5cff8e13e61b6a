package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who asks for more than the rate allows. */
class AbuseThrottleTest {
  private static final int FRAME = 200;
  private static final String PINGS =
      IntStream.rangeClosed(1, FRAME)
          .mapToObj(id -> "{'type':'ping','id':" + id + "}")
          .collect(Collectors.joining("\n"));

  private final HeartNode node = new HeartNode();
  private Person ana;

  @BeforeEach
  void enter() {
    ana = node.guest("Ana");
  }

  @Test
  void a_burst_is_refused_one_by_one_with_the_time_to_wait_and_costs_nothing_else() {
    for (int minute = 0; minute < 30; minute++) {
      ana.sends(PINGS);
      ana.sends(PINGS);
      List<JsonNode> answers = ana.events();
      assertThat(answers).hasSize(2 * FRAME);
      assertThat(answers)
          .filteredOn(answer -> answer.path("type").asText().equals("error"))
          .hasSizeGreaterThan(FRAME)
          .allMatch(error -> error.path("code").asInt() == 130)
          .allMatch(error -> error.path("retryAfter").asLong() > 0);
      assertThat(ana.connection().isRead()).isTrue();
      node.pass(Duration.ofSeconds(20));
      ana.events();
    }
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void who_asks_for_too_much_without_end_is_read_less_and_less_and_closed() {
    int answered = 0;
    int seconds = 0;
    for (; ana.connection().closed() == null && seconds < 60; seconds++) {
      for (int i = 0; ana.connection().isRead() && ana.connection().closed() == null; i++) {
        ana.sends(PINGS);
        assertThat(i).as("frames of one second").isLessThan(10);
      }
      answered += ana.events().size();
      node.pass(Duration.ofMillis(1_250));
    }
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.MISUSE);
    assertThat(seconds).isBetween(10, 30);
    assertThat(answered).isLessThan(10_000);
  }

  @Test
  void a_little_too_much_for_ever_is_refused_for_ever_and_nothing_else() {
    for (int second = 0; second < 300; second++) {
      for (int i = 0; i < 4; i++) {
        ana.sends(PINGS.lines().limit(15).collect(Collectors.joining("\n")));
        node.pass(Duration.ofMillis(250));
      }
      assertThat(ana.events()).hasSizeGreaterThanOrEqualTo(60);
    }
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void pings_of_the_socket_count_as_commands() {
    for (int i = 0; i < 1_000; i++) {
      ana.session().pinged();
    }
    assertThat(ana.connection().isRead()).isFalse();
    for (int second = 0; second < 30; second++) {
      node.pass(Duration.ofMillis(1_250));
      for (int i = 0; i < 1_000; i++) {
        ana.session().pong();
      }
    }
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.MISUSE);
  }
}
