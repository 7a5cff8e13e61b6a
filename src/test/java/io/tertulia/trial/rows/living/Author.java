package io.tertulia.trial.rows.living;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Says something and changes what it said, one command after the other; what is not answered with
 * an ack is asked again with the same key until it is. On a thread of its own until it is stopped.
 */
final class Author implements Runnable, AutoCloseable {
  private static final List<String> EMOJI = List.of("👍", "🎉", "❤️", "👩🏽‍🚀", "🇪🇸");
  private static final Duration EVERY = Duration.ofMillis(8);
  private static final Set<Integer> AGAIN = Set.of(130, 131, 140, 141, 142, Answer.NONE);

  /** Deleted, or trimmed or lost, by now. */
  private static final Set<Integer> EXPECTED = Set.of(123, 124);

  private final Witness itself;
  private final String room;
  private final Board board;
  private final Random random;

  /** Mids of its messages that are not deleted, with all that they ever said. */
  private final Map<String, List<String>> said = new LinkedHashMap<>();

  private final Map<String, List<String>> texts = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Long> done = new HashMap<>();
  private final List<Answer> odd = new ArrayList<>();
  private volatile boolean stopped;
  private int words;

  Author(Witness itself, String room, Board board, long seed) {
    this.itself = itself;
    this.room = room;
    this.board = board;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    while (!stopped && isThere()) {
      int dice = random.nextInt(10);
      if (said.isEmpty() || dice < 4) {
        say();
      } else if (dice < 6) {
        edit(anyOfMine());
      } else if (dice < 7) {
        delete(anyOfMine());
      } else {
        react();
      }
      Pause.of(EVERY);
    }
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    itself.close();
  }

  /** Whether its node is still the one that it came to. */
  boolean isThere() {
    return itself.isOpen();
  }

  /** Once it has stopped; answers the mid. */
  String sayLast() {
    return itself.say("the last of " + room).join().mid();
  }

  List<String> texts(String mid) {
    return texts.getOrDefault(mid, List.of());
  }

  Set<String> deleted() {
    return deleted;
  }

  List<Answer> odd() {
    return odd;
  }

  long done(String type) {
    return done.getOrDefault(type, 0L);
  }

  private void say() {
    String text = newText();
    Answer answer = order(Witness.command("say").put("text", text));
    if (answer.isDone()) {
      said.put(answer.mid(), new ArrayList<>(List.of(text)));
      texts.put(answer.mid(), said.get(answer.mid()));
      board.add(answer.mid());
    }
  }

  private void edit(String mid) {
    String text = newText();
    said.get(mid).add(text);
    order(Witness.command("edit").put("mid", mid).put("text", text));
  }

  private void delete(String mid) {
    said.remove(mid);
    if (order(Witness.command("delete").put("mid", mid)).isDone()) {
      deleted.add(mid);
    }
  }

  private void react() {
    String mid = board.any(random);
    if (mid == null) {
      return;
    }
    ObjectNode react = Witness.command("react").put("mid", mid);
    var set = react.putArray("set");
    EMOJI.stream().filter(emoji -> random.nextInt(3) == 0).forEach(set::add);
    order(react);
  }

  private String anyOfMine() {
    List<String> mids = List.copyOf(said.keySet());
    return mids.get(random.nextInt(mids.size()));
  }

  /** No word of which is in another. */
  private String newText() {
    return "word-" + itself.newKey() + "-" + ++words + "-";
  }

  private Answer order(ObjectNode command) {
    String type = command.path("type").asText();
    command.put("room", room).put("key", itself.newKey());
    Answer answer = itself.order(command);
    while (AGAIN.contains(answer.code()) && itself.isOpen()) {
      Pause.of(EVERY.multipliedBy(5));
      answer = itself.order(command);
    }
    if (answer.isDone()) {
      done.merge(type, 1L, Long::sum);
    } else if (isThere() && !EXPECTED.contains(answer.code())) {
      odd.add(answer);
    }
    return answer;
  }
}
