package io.tertulia.room.members.own;

import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** As a node that stands alone counts them. */
public final class MemoryOwnRooms implements OwnRooms {
  private final Random random = new Random();

  /** Guarded by this. */
  private final Map<String, Set<RoomId>> rooms = new HashMap<>();

  @Override
  public synchronized CompletionStage<Taken> take(String user, RoomId room, int most) {
    Set<RoomId> own = rooms.computeIfAbsent(user, id -> new LinkedHashSet<>(2));
    if (own.contains(room) || (own.size() < most && own.add(room))) {
      return CompletableFuture.completedStage(new Counted());
    }
    List<RoomId> some = new ArrayList<>(own);
    Collections.shuffle(some, random);
    return CompletableFuture.completedStage(
        new Full(List.copyOf(some.subList(0, Math.min(SOME, some.size())))));
  }

  @Override
  public synchronized CompletionStage<Boolean> giveBack(String user, RoomId room) {
    Set<RoomId> own = rooms.get(user);
    boolean was = own != null && own.remove(room);
    if (own != null && own.isEmpty()) {
      rooms.remove(user);
    }
    return CompletableFuture.completedStage(was);
  }
}
