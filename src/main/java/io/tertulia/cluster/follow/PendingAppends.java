package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Late;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What is being said: waits while its room is not settled, is sent, sent once more when nobody
 * knows what became of it, and answered in time whatever happens. On the cluster's loop.
 *
 * <p>A refusal as "surely not stored" is given only if it is sure: the command was never sent, or
 * Redis itself said that it stored nothing, on every attempt.
 */
final class PendingAppends {
  private static final String AWAY = "The log cannot be reached: say it again with the same key.";
  private static final String UNKNOWN =
      "The log did not answer: it may have been stored. Say it again with the same key.";

  /** How often what waits is looked at, in milliseconds. */
  private static final long TICK = 50;

  private final Map<RoomFollower, PriorityQueue<Say>> waiting = new HashMap<>();

  /** Those that were not answered: the next tick puts them back, in the order of their room. */
  private final List<Say> resting = new ArrayList<>();

  private final Node node;
  private boolean refused;
  private long tickets;
  private int count;

  private static final class Say implements Comparable<Say> {
    private final RoomFollower stream;
    private final Draft draft;
    private final long ticket;
    private final long deadline;
    private final CompletableFuture<Appended> answer = new CompletableFuture<>();

    /** Whether an attempt may have been stored. */
    private boolean unknown;

    private int attempts;

    /** Redis' time, or a little before it, when it was first sent. */
    private long begun;

    private Say(RoomFollower stream, Draft draft, long ticket, long deadline) {
      this.stream = stream;
      this.draft = draft;
      this.ticket = ticket;
      this.deadline = deadline;
    }

    @Override
    public int compareTo(Say other) {
      return Long.compare(ticket, other.ticket);
    }
  }

  PendingAppends(Node node) {
    this.node = node;
  }

  void start() {
    node.loop().after(TICK, this::tick);
  }

  CompletionStage<Appended> say(RoomFollower stream, Draft draft) {
    long deadline = node.loop().now() + node.rules().say().toMillis();
    Say say = new Say(stream, draft, tickets++, deadline);
    if (count >= node.rules().waiting()) {
      say.answer.complete(
          new Refused(
              ErrorCode.UNAVAILABLE,
              "Too much waits for the log: wait a little, then say it again with the same key."));
    } else {
      await(say);
      goOn(stream);
    }
    return say.answer;
  }

  /** Sends what waits wherever it may go. */
  void goOn() {
    if (count > 0) {
      List.copyOf(waiting.keySet()).forEach(this::goOn);
    }
  }

  private void goOn(RoomFollower stream) {
    PriorityQueue<Say> queue = waiting.get(stream);
    while (queue != null && !queue.isEmpty() && stream.isSettled() && !rests(stream)) {
      count--;
      send(queue.remove());
    }
    if (queue != null && queue.isEmpty()) {
      waiting.remove(stream, queue);
    }
  }

  /** Whether an earlier say of this room has to go first, with the next tick. */
  private boolean rests(RoomFollower stream) {
    return resting.stream().anyMatch(say -> say.stream.equals(stream));
  }

  private void await(Say say) {
    waiting.computeIfAbsent(say.stream, stream -> new PriorityQueue<>(2)).add(say);
    count++;
  }

  private void send(Say say) {
    long left = say.deadline - node.loop().now();
    if (left <= 0) {
      giveUp(say);
      return;
    }
    LogServer server = node.server();
    long time = server.time();
    if (time == LogServer.UNKNOWN_TIME) {
      resting.add(say);
      return;
    }
    if (say.attempts++ == 0) {
      say.begun = time;
    }
    say.stream.underWay(1);
    Append append =
        new Append(
            say.stream.room(), say.stream.tail().known(), node.nonce(), time + left, say.draft);
    server
        .append(append)
        .whenComplete(
            (reply, failure) -> {
              say.stream.underWay(-1);
              if (failure == null) {
                answered(say, reply);
              } else {
                unanswered(say, failure);
              }
            });
  }

  private void answered(Say say, AppendReply reply) {
    refused = reply instanceof LogServer.Refused;
    switch (reply) {
      case LogServer.Stored(Entry entry) -> {
        say.stream.remember(entry);
        say.answer.complete(new Stored(entry.position(), false));
      }
      case Dup dup -> {
        if (dup.entry() != null) {
          say.stream.remember(dup.entry());
        }
        say.answer.complete(new Stored(dup.position(), !isOwn(say, dup)));
      }
      case Lost lost -> {
        await(say);
        say.stream.reconcile();
      }
      case Late late -> giveUp(say);
      case LogServer.Refused(String why) ->
          say.answer.complete(
              say.unknown
                  ? new Refused(ErrorCode.UNKNOWN_OUTCOME, UNKNOWN)
                  : new Refused(
                      ErrorCode.UNAVAILABLE,
                      "The log takes nothing at the moment: say it again with the same key."));
      case NoSuchMessage none ->
          say.answer.complete(
              new Refused(
                  ErrorCode.NO_SUCH_MESSAGE,
                  "The message that replyTo names is not, or no longer, in this room."));
    }
  }

  /** Whether an attempt of this say, of which nobody heard, may be what lies there. */
  private static boolean isOwn(Say say, Dup dup) {
    return say.unknown && (dup.entry() == null || dup.entry().at() >= say.begun);
  }

  private void unanswered(Say say, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof Unanswered unanswered) || unanswered.wasSent()) {
      say.unknown = true;
      if (say.attempts >= 2) {
        giveUp(say);
        return;
      }
    }
    resting.add(say);
  }

  private static void giveUp(Say say) {
    say.answer.complete(
        say.unknown
            ? new Refused(ErrorCode.UNKNOWN_OUTCOME, UNKNOWN)
            : new Refused(ErrorCode.UNAVAILABLE, AWAY));
  }

  private void tick() {
    node.loop().after(TICK, this::tick);
    long now = node.loop().now();
    resting.forEach(this::await);
    resting.clear();
    for (PriorityQueue<Say> queue : List.copyOf(waiting.values())) {
      for (Say say : new ArrayList<>(queue)) {
        if (now >= say.deadline) {
          queue.remove(say);
          count--;
          giveUp(say);
        }
      }
    }
    goOn();
    waiting.values().removeIf(PriorityQueue::isEmpty);
  }

  /** Whether Redis answered the last say that it stores nothing. */
  boolean isRefused() {
    return refused;
  }

  /** PendingAppends that wait. */
  int count() {
    return count;
  }
}
