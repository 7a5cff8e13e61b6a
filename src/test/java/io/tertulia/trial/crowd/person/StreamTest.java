package io.tertulia.trial.crowd.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.client.Word;
import io.tertulia.trial.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTest {
  private final Session session = new Session(null, "node");
  private final Stream stream = new Stream("ana", List.of("plaza"), new Journal(), Ears.DEAF);

  @Test
  void an_answer_to_a_join_from_before_it_left_is_none() {
    stream.hello(session, 1);
    hears("{'type':'welcome','id':1,'you':{'id':'u','name':'ana'},'resume':'r'}");
    hears("{'type':'joined','re':1,'room':'plaza','from':'abcdefgh:1','head':'abcdefgh:1'}");
    assertThat(stream.isIn("plaza")).isTrue();
    stream.leave("plaza");
    stream.want("plaza", true);
    assertThat(stream.toJoin(session, () -> 9)).hasSize(1);
    hears("{'type':'joined','id':5,'room':'plaza','from':'abcdefgh:7','head':'abcdefgh:7'}");
    assertThat(stream.isIn("plaza")).isFalse();
    hears("{'type':'joined','id':9,'room':'plaza','from':'abcdefgh:1','head':'abcdefgh:7'}");
    assertThat(stream.isIn("plaza")).isTrue();
  }

  @Test
  void who_asked_twice_is_in_with_the_first_answer() {
    stream.hello(session, 1);
    hears("{'type':'welcome','id':1,'you':{'id':'u','name':'ana'},'resume':'r'}");
    hears("{'type':'error','re':1,'code':140,'retryable':true}");
    assertThat(stream.toJoin(session, () -> 5)).hasSize(1);
    hears("{'type':'joined','re':1,'room':'plaza','from':'abcdefgh:1','head':'abcdefgh:1'}");
    assertThat(stream.isIn("plaza")).isTrue();
  }

  private static Word read(byte[] json) {
    try {
      return Word.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hears(String frame) {
    Word word = read(frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    if (word.type().equals("welcome")) {
      stream.welcome(session, word);
    } else {
      stream.hear(session, word);
    }
  }
}
