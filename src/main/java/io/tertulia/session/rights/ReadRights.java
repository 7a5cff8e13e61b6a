package io.tertulia.session.rights;

import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether one client may read a room. An answer that was under way when rights changed may be
 * an old one: it is asked for again. On the client's loop only.
 */
public final class ReadRights {
  private final Rights rights;
  private final List<Question> open = new ArrayList<>(0);

  /** How an answer is awaited: on the loop, in line when it is there. */
  public interface Awaiting
      extends BiConsumer<CompletableFuture<Boolean>, Consumer<@Nullable Boolean>> {}

  /**
   * How often an old answer is asked for again. Rights that change faster than access answers must
   * not hold up a client: whoever is in by an old answer is asked for with the next change.
   */
  private static final int ROUNDS = 3;

  private static final class Question {
    private final Principal who;
    private final RoomId room;
    private boolean old;
    private int rounds;

    private Question(Principal who, RoomId room) {
      this.who = who;
      this.room = room;
    }
  }

  public ReadRights(Rights rights) {
    this.rights = rights;
  }

  /**
   * @param then takes null when it is not known now
   */
  public void ask(Principal who, RoomId room, Awaiting awaiting, Consumer<@Nullable Boolean> then) {
    Question question = new Question(who, room);
    open.add(question);
    ask(question, awaiting, then);
  }

  private void ask(Question question, Awaiting awaiting, Consumer<@Nullable Boolean> then) {
    awaiting.accept(
        rights.ask(Permission.JOIN, question.who, question.room),
        right -> {
          if (question.old && question.rounds++ < ROUNDS) {
            question.old = false;
            ask(question, awaiting, then);
          } else {
            open.remove(question);
            then.accept(right);
          }
        });
  }

  public boolean areAskedFor(RoomId room) {
    return open.stream().anyMatch(question -> question.room.equals(room));
  }

  /**
   * Nobody wants to know any more.
   *
   * @return the rooms that were asked about
   */
  public List<RoomId> giveUp() {
    List<RoomId> rooms = open.stream().map(question -> question.room).toList();
    open.clear();
    return rooms;
  }

  public void changed(Access.Change change) {
    for (Question question : open) {
      question.old |= change.concerns(question.who.who(), question.room);
    }
  }
}
