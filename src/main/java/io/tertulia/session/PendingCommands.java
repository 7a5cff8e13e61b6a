package io.tertulia.session;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a client asked and was not answered yet. Each command is answered exactly once, and the one
 * that fails on its way with 199. On the session's loop only.
 */
final class PendingCommands {
  private static final System.Logger LOG = System.getLogger(PendingCommands.class.getName());

  static final String FAILED = "Something went wrong here; try again.";

  private final Conversation conversation;

  /** All of them, in their order; equal ones are told apart. */
  private final List<Command> open = new ArrayList<>(0);

  /** Those of them that wait for the log. */
  private final List<Command> underWay = new ArrayList<>(0);

  PendingCommands(Conversation conversation) {
    this.conversation = conversation;
  }

  /** Takes a command that nobody has seen yet through its first step. */
  void begin(Command command, Consumer<Command> step) {
    if (command.wantsAnswer()) {
      open.add(command);
    }
    attempt(command, () -> step.accept(command));
  }

  /** Any step on the way of a command to its answer. */
  void attempt(Command command, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      failed(e);
      conversation.refuse(command, ErrorCode.INTERNAL, FAILED);
    }
  }

  /** The way of a join that a hello asked for. */
  void attempt(Membership.Answer to, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      failed(e);
      conversation.refuse(to, Event.Error.of(0, ErrorCode.INTERNAL, FAILED));
    }
  }

  private void failed(Throwable failure) {
    LOG.log(System.Logger.Level.ERROR, "a command of " + conversation + " failed", failure);
  }

  boolean isOpen(Command command) {
    return indexOf(command, open) >= 0;
  }

  void answered(Command command) {
    remove(command, open);
    remove(command, underWay);
  }

  void underWay(Command command) {
    underWay.add(command);
  }

  /** The join with this id is answered, if one is under way. */
  void joinAnswered(long id) {
    first(open, it -> it instanceof Command.Join && it.id() == id);
    first(underWay, it -> it instanceof Command.Join && it.id() == id);
  }

  int countUnderWay() {
    return underWay.size();
  }

  boolean isUnderWay(Command command) {
    return indexOf(command, underWay) >= 0;
  }

  /** In their order. */
  List<Command> open() {
    return List.copyOf(open);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Nobody waits any more. */
  void clear() {
    open.clear();
    underWay.clear();
  }

  private static void first(List<Command> commands, Predicate<Command> which) {
    commands.stream().filter(which).findFirst().ifPresent(it -> remove(it, commands));
  }

  private static void remove(Command command, List<Command> from) {
    int index = indexOf(command, from);
    if (index >= 0) {
      from.remove(index);
    }
  }

  // A client may send the same thing twice, and each wants its answer.
  @SuppressWarnings("ReferenceEquality")
  private static int indexOf(Command command, List<Command> among) {
    for (int i = 0; i < among.size(); i++) {
      if (among.get(i) == command) {
        return i;
      }
    }
    return -1;
  }
}
