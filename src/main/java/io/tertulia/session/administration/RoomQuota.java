package io.tertulia.session.administration;

import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.room.members.own.OwnRooms.Counted;
import io.tertulia.room.members.own.OwnRooms.Full;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets one person give rules to so many rooms and no more. Any thread; a stage fails when it is not
 * known now.
 */
final class RoomQuota {
  private final OwnRooms rooms;
  private final MessageLog log;
  private final int most;

  RoomQuota(OwnRooms rooms, MessageLog log, int most) {
    this.rooms = rooms;
    this.log = log;
    this.most = most;
  }

  int most() {
    return most;
  }

  /**
   * Whether this person may have this one, which is counted then. Who has enough may have some that
   * are none any more: a few are looked at each time.
   */
  CompletionStage<Boolean> take(String user, RoomId room) {
    return rooms
        .take(user, room, most)
        .thenCompose(
            taken ->
                switch (taken) {
                  case Counted counted -> CompletableFuture.completedStage(true);
                  case Full(List<RoomId> some) -> takeAgain(user, room, some);
                });
  }

  private CompletionStage<Boolean> takeAgain(String user, RoomId room, List<RoomId> some) {
    List<CompletableFuture<Boolean>> looks =
        some.stream().map(one -> dropped(user, one).toCompletableFuture()).toList();
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenCompose(
            done ->
                looks.stream().anyMatch(CompletableFuture::join)
                    ? rooms.take(user, room, most).thenApply(Counted.class::isInstance)
                    : CompletableFuture.completedStage(false));
  }

  /** Whether it was counted and is nobody's any more. */
  private CompletionStage<Boolean> dropped(String user, RoomId room) {
    return log.look(room, List.of())
        .thenCompose(
            state ->
                state.rules().exist()
                    ? CompletableFuture.completedStage(false)
                    : rooms.giveBack(user, room));
  }

  /**
   * It did not become one, or is none any more; when that cannot be told now, it is found later.
   */
  void giveBack(String user, RoomId room) {
    rooms.giveBack(user, room);
  }
}
