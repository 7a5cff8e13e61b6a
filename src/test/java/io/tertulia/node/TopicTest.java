package io.tertulia.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tertulia.log.LoggedLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kind of message between nodes: from a record to bytes and back. */
class TopicTest {
  private record Count(int number) {}

  private static final Topic<Count> COUNTS = new Topic<>("counts", new Decimal());

  private final List<String> told = new ArrayList<>();
  private final TopicSubscription<Count> subscription =
      new TopicSubscription<>(COUNTS, new Telling());

  @Test
  void what_is_said_is_what_is_heard() {
    subscription.up();
    subscription.heard(COUNTS.codec().encode(new Count(7)));
    subscription.down();
    assertThat(told).containsExactly("up", "Count[number=7]", "down");
  }

  @Test
  void what_is_not_understood_is_left_out_and_told_of_once() {
    try (LoggedLines log = LoggedLines.of(TopicSubscription.class.getName())) {
      for (String nonsense : List.of("seven", "", "7 8")) {
        subscription.heard(nonsense.getBytes(StandardCharsets.UTF_8));
      }
      subscription.heard(COUNTS.codec().encode(new Count(8)));
      assertThat(told).containsExactly("Count[number=8]");
      assertThat(log.lines("%p %s"))
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("is it of another release?", "IOException");
    }
  }

  @Test
  void a_topic_is_a_word_that_fits_into_the_name_of_a_channel() {
    for (String name : List.of("", "two words", "a:b", "{room}", "Nodes")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Topic<>(name, new Decimal()));
    }
  }

  private static final class Decimal implements Topic.Codec<Count> {
    @Override
    public byte[] encode(Count message) {
      return String.valueOf(message.number()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Count decode(byte[] bytes) throws IOException {
      try {
        return new Count(Integer.parseInt(new String(bytes, StandardCharsets.UTF_8)));
      } catch (NumberFormatException e) {
        throw new IOException(e);
      }
    }
  }

  private final class Telling implements NodeMessages.Listener<Count> {
    @Override
    public void heard(Count message) {
      told.add(message.toString());
    }

    @Override
    public void up() {
      told.add("up");
    }

    @Override
    public void down() {
      told.add("down");
    }
  }
}
