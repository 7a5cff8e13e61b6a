package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Busy;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Late;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
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

  private final Map<RoomFollower, Lane> lanes = new HashMap<>();

  private final FollowerContext node;
  private boolean refused;
  private long tickets;

  /** Says in all lanes. */
  private int count;

  /** Says of one room that are not under way. */
  private static final class Lane {
    private final PriorityQueue<Say> waiting = new PriorityQueue<>(2);

    /** Those that were not answered: the next tick puts them back, before later ones go. */
    private final List<Say> resting = new ArrayList<>(0);

    boolean isEmpty() {
      return waiting.isEmpty() && resting.isEmpty();
    }
  }

  /** What is known of the attempts of a say. */
  private sealed interface Tried {}

  /** No attempt can have been stored. */
  private record Unstored() implements Tried {}

  /**
   * One attempt went to Redis, and nobody knows what became of it.
   *
   * @param begun Redis' time, or a little before it, when it was sent
   */
  private record Perhaps(long begun) implements Tried {}

  private static final class Say implements Comparable<Say> {
    private final RoomFollower follower;
    private final Draft draft;
    private final long ticket;
    private final long deadline;
    private final CompletableFuture<Appended> answer = new CompletableFuture<>();

    private Tried tried = new Unstored();

    private Say(RoomFollower follower, Draft draft, long ticket, long deadline) {
      this.follower = follower;
      this.draft = draft;
      this.ticket = ticket;
      this.deadline = deadline;
    }

    @Override
    public int compareTo(Say other) {
      return Long.compare(ticket, other.ticket);
    }
  }

  PendingAppends(FollowerContext node) {
    this.node = node;
  }

  void start() {
    node.loop().after(TICK, this::tick);
  }

  CompletionStage<Appended> say(RoomFollower follower, Draft draft) {
    long deadline = node.loop().now() + node.rules().say().toMillis();
    Say say = new Say(follower, draft, tickets++, deadline);
    if (count >= node.rules().waiting()) {
      say.answer.complete(
          new Refused(
              ErrorCode.UNAVAILABLE,
              "Too much waits for the log: wait a little, then say it again with the same key."));
    } else {
      follower.awaits(say.answer);
      await(say);
      goOn(follower);
    }
    return say.answer;
  }

  /** Sends what waits in this room, if it may go. */
  void goOn(RoomFollower follower) {
    Lane lane = lanes.get(follower);
    if (lane == null) {
      return;
    }
    while (!lane.waiting.isEmpty() && follower.isSettled() && lane.resting.isEmpty()) {
      count--;
      send(lane.waiting.remove());
    }
    if (lane.isEmpty()) {
      lanes.remove(follower, lane);
    }
  }

  private Lane lane(Say say) {
    return lanes.computeIfAbsent(say.follower, follower -> new Lane());
  }

  private void await(Say say) {
    lane(say).waiting.add(say);
    count++;
  }

  private void rest(Say say) {
    lane(say).resting.add(say);
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
      rest(say);
      return;
    }
    Append append =
        new Append(
            say.follower.room(),
            say.follower.tail().known(),
            node.nonce(),
            time + left,
            say.draft,
            isRuled(say));
    CompletableFuture<AppendReply> answer = new CompletableFuture<>();
    FutureCompletion.answer(answer, () -> server.append(append));
    answer.whenComplete(
        FutureCompletion.by(
            say.answer,
            (reply, failure) -> {
              if (failure == null) {
                answered(say, reply);
              } else {
                unanswered(say, time, failure);
              }
            }));
  }

  private static boolean isRuled(Say say) {
    return say.follower.tail().rules().exist()
        || (say.draft.warrant() instanceof Authority author && !author.byDefault().isOpen());
  }

  private void answered(Say say, AppendReply reply) {
    refused = reply instanceof LogServer.Refused;
    switch (reply) {
      case LogServer.Stored(Entry entry) -> {
        say.follower.remember(entry);
        say.answer.complete(new Stored(entry.position(), false));
      }
      case Dup dup -> {
        if (dup.entry() != null) {
          say.follower.remember(dup.entry());
        }
        say.answer.complete(new Stored(dup.position(), !isOwn(say, dup)));
      }
      case Lost lost -> {
        await(say);
        say.follower.reconcile();
      }
      case Late late -> giveUp(say);
      case LogServer.Ruled ruled -> ruled(say);
      case LogServer.Denied(Right.Denial denial) ->
          say.answer.complete(surely(say, Refused.denied(denial)));
      case LogServer.Slow(long pause) -> say.answer.complete(surely(say, Refused.slow(pause)));
      case LogServer.Outdated outdated ->
          say.answer.complete(surely(say, new MessageLog.Outdated()));
      case LogServer.Refused(String why) ->
          say.answer.complete(
              refusal(say, "The log takes nothing at the moment: say it again with the same key."));
      case Busy busy ->
          say.answer.complete(
              refusal(
                  say,
                  "Too much is asked of old messages: wait a little, then ask again with the same"
                      + " key."));
      case NoSuchMessage none -> say.answer.complete(Refused.missing());
      case LogServer.Gone gone -> say.answer.complete(surely(say, Refused.gone()));
      case LogServer.TooManyReactions full -> say.answer.complete(surely(say, Refused.full()));
      case LogServer.Unchanged same -> say.answer.complete(new MessageLog.Unchanged());
      case LogServer.InThread nested -> say.answer.complete(surely(say, Refused.inThread()));
    }
  }

  /** The room turned out to have rules: once more, with what its author may do there. */
  private void ruled(Say say) {
    say.follower.tail().rules().found();
    if (say.draft.warrant() == null) {
      say.answer.complete(new Refused(ErrorCode.FORBIDDEN, "The room has rules: say who you are."));
    } else {
      send(say);
    }
  }

  /** An attempt that was not answered may still be stored. */
  private static Appended surely(Say say, Appended answer) {
    return say.tried instanceof Unstored ? answer : new Refused(ErrorCode.UNKNOWN_OUTCOME, UNKNOWN);
  }

  /** Whether an attempt of this say, of which nobody heard, may be what lies there. */
  private static boolean isOwn(Say say, Dup dup) {
    return switch (say.tried) {
      case Unstored none -> false;
      case Perhaps(long begun) -> dup.entry() == null || dup.entry().at() >= begun;
    };
  }

  /**
   * @param begun when it was sent
   */
  private void unanswered(Say say, long begun, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean sent = !(cause instanceof Unanswered unanswered) || unanswered.wasSent();
    switch (say.tried) {
      case Unstored none -> {
        say.tried = sent ? new Perhaps(begun) : none;
        rest(say);
      }
      case Perhaps once when sent -> giveUp(say);
      case Perhaps once -> rest(say);
    }
  }

  private static void giveUp(Say say) {
    say.answer.complete(refusal(say, AWAY));
  }

  /**
   * @param unstored why, if it is sure that it was not stored
   */
  private static Refused refusal(Say say, String unstored) {
    return switch (say.tried) {
      case Unstored none -> new Refused(ErrorCode.UNAVAILABLE, unstored);
      case Perhaps once -> new Refused(ErrorCode.UNKNOWN_OUTCOME, UNKNOWN);
    };
  }

  private void tick() {
    node.loop().after(TICK, this::tick);
    long now = node.loop().now();
    lanes.forEach(
        (follower, lane) -> {
          lane.waiting.addAll(lane.resting);
          lane.resting.clear();
          expire(lane, now);
        });
    List.copyOf(lanes.keySet()).forEach(this::goOn);
  }

  private void expire(Lane lane, long now) {
    for (Say say : List.copyOf(lane.waiting)) {
      if (now >= say.deadline) {
        lane.waiting.remove(say);
        count--;
        giveUp(say);
      }
    }
  }

  /** Whether Redis answered the last say that it stores nothing. */
  boolean isRefused() {
    return refused;
  }

  /** Says that wait. */
  int count() {
    return count;
  }
}
