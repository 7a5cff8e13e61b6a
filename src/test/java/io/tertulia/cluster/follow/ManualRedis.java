package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Lineage.Fork;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.log.OpenRooms;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log, its channels and a loop in a time of the test's. It takes as many calls at once as a link
 * does, carries out so many in a millisecond, and refuses or swallows what it is told to. One
 * thread.
 */
final class ManualRedis implements OpenRooms, Loop, Channels {
  /** Calls that a link takes at once. */
  static final int LINK = 8_192;

  private int overwritten;
  private static final int CALLS_A_MILLISECOND = 50;
  private static final long WALL = 1_700_000_000_000L;

  /** Calls that the link had no place for. */
  int refused;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::time).thenComparingLong(Task::order));
  private final Map<RoomId, List<Entry>> rooms = new LinkedHashMap<>();
  private final Map<RoomId, String> epochs = new HashMap<>();
  private final Set<RoomId> subscribed = new LinkedHashSet<>();
  private Channels.@Nullable Listener listener;
  private @Nullable Unanswered failure;
  private long now;
  private long order;
  private long carriedOut;
  private int underWay;

  private record Task(long time, long order, Runnable run) {}

  /** Lets time pass. */
  void pass(long millis) {
    long until = now + millis;
    while (!tasks.isEmpty() && tasks.peek().time <= until) {
      Task next = tasks.remove();
      now = next.time;
      next.run.run();
    }
    now = until;
  }

  /** From now on no call is answered; null: they are again. */
  void failWith(@Nullable Unanswered why) {
    failure = why;
  }

  /** All that is stored is gone. */
  void wipe() {
    rooms.clear();
    epochs.clear();
  }

  /** The connection that hears ends, and another one confirms every room. */
  void hearAgain() {
    Channels.Listener to = listener;
    if (to != null) {
      to.down();
      subscribed.forEach(room -> after(5, () -> to.confirmed(room)));
    }
  }

  /** What is stored, in its order. */
  List<String> mids(RoomId room) {
    return rooms.getOrDefault(room, List.of()).stream().map(Entry::mid).toList();
  }

  int publishedTo() {
    return subscribed.size();
  }

  private <T> CompletionStage<T> call(int calls, Supplier<T> answer) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    Unanswered why = failure;
    if (why != null) {
      after(1, () -> reply.completeExceptionally(why));
      return reply;
    }
    int taken = Math.min(calls, LINK - underWay);
    refused += calls - taken;
    underWay += taken;
    carriedOut = Math.max(carriedOut, now * CALLS_A_MILLISECOND) + taken;
    after(
        1 + carriedOut / CALLS_A_MILLISECOND - now,
        () -> {
          underWay -= taken;
          if (taken < calls) {
            reply.completeExceptionally(new Unanswered(false, "too much waits for Redis"));
          } else {
            reply.complete(answer.get());
          }
        });
    return reply;
  }

  private @Nullable Lineage lineage(RoomId room) {
    String epoch = epochs.get(room);
    return epoch == null
        ? null
        : new Lineage(
            rooms.getOrDefault(room, List.of()).size(), List.of(new Fork(epoch, 1, WALL)));
  }

  private Entry put(RoomId room, io.tertulia.room.MessageLog.Draft draft, String nonce) {
    String epoch = epochs.computeIfAbsent(room, one -> nonce);
    List<Entry> entries = rooms.computeIfAbsent(room, one -> new ArrayList<>());
    long seq = entries.size() + 1L;
    Entry entry =
        EntryBytes.join(
            draft, new EntryBytes.Given(new Position(epoch, seq), time(), seq, "", null));
    entries.add(entry);
    if (listener != null && subscribed.contains(room)) {
      after(1, () -> listener.heard(room, EntryBytes.payload(entry)));
    }
    return entry;
  }

  private @Nullable Entry find(RoomId room, String mid) {
    return rooms.getOrDefault(room, List.of()).stream()
        .filter(entry -> entry.mid().equals(mid))
        .findFirst()
        .orElse(null);
  }

  @Override
  public CompletionStage<AppendReply> append(Append append) {
    return call(1, () -> appended(append));
  }

  private AppendReply appended(Append append) {
    Entry before = find(append.room(), append.draft().mid());
    Lineage lineage = lineage(append.room());
    if (before != null) {
      return new Dup(before.position(), before);
    }
    if (append.known() != null && (lineage == null || !lineage.has(append.known()))) {
      String epoch = epochs.computeIfAbsent(append.room(), one -> append.nonce());
      return new Lost(new Lineage(0, List.of(new Fork(epoch, 1, WALL))));
    }
    return new Stored(put(append.room(), append.draft(), append.nonce()));
  }

  @Override
  public CompletionStage<Repaired> repair(Repair repair) {
    return call(
        1,
        () -> {
          epochs.computeIfAbsent(repair.room(), one -> repair.nonce());
          int before = mids(repair.room()).size();
          for (Entry entry : repair.entries()) {
            var draft = EntryBytes.cut(repair.room(), entry);
            if (draft != null && find(repair.room(), entry.mid()) == null) {
              put(repair.room(), draft, repair.nonce());
            }
          }
          Lineage lineage = lineage(repair.room());
          if (lineage == null) {
            throw new AssertionError("it was begun");
          }
          return new Repaired(lineage, 1, lineage.top() - before, 0);
        });
  }

  @Override
  public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> asked) {
    return call(
        asked.size() + 1,
        () -> {
          List<@Nullable Lineage> found = new ArrayList<>();
          asked.forEach(room -> found.add(lineage(room)));
          return found;
        });
  }

  @Override
  public CompletionStage<Span> read(RoomId room, Query query) {
    return call(
        1,
        () -> {
          Lineage lineage = lineage(room);
          List<Entry> all = rooms.getOrDefault(room, List.of());
          int cursor = query.cursor() == null ? -1 : (int) query.cursor().seq();
          boolean after = query.direction() == Direction.AFTER;
          int from = after ? Math.max(0, cursor) : 0;
          int to = after || cursor < 0 ? all.size() : cursor - 1;
          from = after ? from : Math.max(0, to - query.limit());
          to = Math.min(to, from + query.limit());
          return new Span(
              lineage, 1, from, from < to ? List.copyOf(all.subList(from, to)) : List.of());
        });
  }

  @Override
  public void overwrite() {
    overwritten++;
  }

  @Override
  public void overwriteHeard() {
    overwritten++;
  }

  /** How often the connections were. */
  int overwritten() {
    return overwritten;
  }

  @Override
  public long time() {
    return WALL + now;
  }

  @Override
  public void execute(Runnable task) {
    after(0, task);
  }

  @Override
  public void after(long millis, Runnable task) {
    tasks.add(new Task(now + millis, order++, task));
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void listen(Channels.Listener only) {
    listener = only;
  }

  @Override
  public void subscribe(Collection<RoomId> added) {
    subscribed.addAll(added);
    Channels.Listener to = listener;
    if (to != null) {
      after(5, () -> added.stream().filter(subscribed::contains).forEach(to::confirmed));
    }
  }

  @Override
  public void unsubscribe(Collection<RoomId> gone) {
    subscribed.removeAll(Set.copyOf(gone));
  }

  @Override
  public void publish(RoomId room, byte[] payload) {}
}
