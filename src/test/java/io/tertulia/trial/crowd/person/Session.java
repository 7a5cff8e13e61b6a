package io.tertulia.trial.crowd.person;

import io.tertulia.client.Word;
import io.tertulia.client.socket.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a person and the answers it waits for. */
public final class Session {
  public final Link link;
  public final String node;
  private final Map<Long, Answer> waiting = new HashMap<>();
  private long lastId;
  private boolean over;

  /** Why this side ended it, if it did; a code of {@code Seen.Lost}. */
  volatile @Nullable Integer ended;

  /** Whether the server asked to move and that is under way. */
  volatile boolean moving;

  /**
   * @param good takes the answer, whatever it is
   * @param broken runs when none can come any more
   */
  private record Answer(Consumer<Word> good, Runnable broken) {}

  Session(Link link, String node) {
    this.link = link;
    this.node = node;
  }

  /**
   * @return the id to give to the command; 0 when the connection is over, which {@code broken} was
   *     told
   */
  public long expect(Consumer<Word> good, Runnable broken) {
    synchronized (waiting) {
      if (!over) {
        waiting.put(++lastId, new Answer(good, broken));
        return lastId;
      }
    }
    broken.run();
    return 0;
  }

  /** Hands an answer to whom it belongs. */
  boolean answer(long id, Word word) {
    Answer answer;
    synchronized (waiting) {
      answer = waiting.remove(id);
    }
    if (answer != null) {
      answer.good.accept(word);
    }
    return answer != null;
  }

  boolean isQuiet() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  /** No answer comes any more. */
  void over() {
    List<Answer> all;
    synchronized (waiting) {
      over = true;
      all = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    all.forEach(answer -> answer.broken.run());
  }
}
