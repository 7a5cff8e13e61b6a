package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What was said in a room shortly before a node began to follow it. Nodes that start one after the
 * other would in the end hold nothing of that, and Redis may yet lose it: so it is read once, the
 * newest first. On the cluster's loop.
 */
public final class Backfill {
  /** Entries of one read; the very first asks for one, because most rooms are old. */
  private static final int PAGE = 200;

  /** Entries at most, and bytes about. */
  private static final int MOST = 2_000;

  private static final long BYTES = 1 << 20;

  private final RoomId room;
  private final LogServer server;
  private final Duration young;
  private final Consumer<Entry> holder;
  private State state = State.UNKNOWN;
  private int entries;
  private long bytes;

  private enum State {
    UNKNOWN,
    LOADING,
    LOADED
  }

  /**
   * @param young how old the oldest is that is worth holding
   * @param holder takes each entry
   */
  public Backfill(RoomId room, LogServer server, Duration young, Consumer<Entry> holder) {
    this.room = room;
    this.server = server;
    this.young = young;
    this.holder = holder;
  }

  /** Whether it has to be loaded. */
  public boolean isUnknown() {
    return state == State.UNKNOWN;
  }

  /** The room is not followed any more, and what is said meanwhile not held. */
  public void forget() {
    state = State.UNKNOWN;
  }

  /** It will be loaded. */
  public void claim() {
    state = State.LOADING;
  }

  /** Completes, whether or not it was answered; if not, it is unknown again. */
  public CompletionStage<Boolean> load() {
    entries = 0;
    bytes = 0;
    return load(Query.newest(1))
        .handle(
            (done, failure) -> {
              if (state == State.LOADING) {
                state = failure == null ? State.LOADED : State.UNKNOWN;
              }
              return failure == null;
            });
  }

  private CompletionStage<Boolean> load(Query query) {
    return server
        .read(room, query)
        .thenCompose(
            span ->
                isWorthMore(span)
                    ? load(Query.before(span.entries().getFirst().position(), PAGE))
                    : CompletableFuture.completedStage(true));
  }

  /** Takes what is young, and tells whether what lies before it may be young too. */
  private boolean isWorthMore(Span span) {
    long since = server.time() - young.toMillis();
    for (Entry entry : span.entries().reversed()) {
      if (entry.at() < since || entries == MOST || bytes > BYTES || state != State.LOADING) {
        return false;
      }
      entries++;
      bytes += entry.json().length;
      holder.accept(entry);
    }
    return !span.entries().isEmpty() && span.from() >= span.floor();
  }
}
