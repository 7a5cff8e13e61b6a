package io.tertulia.cluster.log;

import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Repair;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.format.EntryEncoder;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a log about one room and waits for each answer. */
public final class Talk {
  private final LogServer server;
  private final RoomId room;
  private int nonces;

  public Talk(LogServer server, RoomId room) {
    this.server = server;
    this.room = room;
  }

  public Draft draft(String mid) {
    return draft(mid, "text of " + mid, null);
  }

  public Draft draft(String mid, String text, @Nullable String replyTo) {
    String tail = ",\"mid\":\"" + mid + "\",\"text\":\"" + text + "\"}";
    return new Draft(mid, EntryEncoder.messageHead(room.value()), tail, replyTo);
  }

  /** A name for an epoch that nobody used before. */
  public String nonce() {
    return "epoch%03d".formatted(nonces++);
  }

  public Entry say(String mid) {
    return ((Stored) append(null, draft(mid))).entry();
  }

  public AppendReply append(@Nullable Position known, Draft draft) {
    return append(known, draft, server.time() + 60_000);
  }

  public AppendReply append(@Nullable Position known, Draft draft, long notAfter) {
    return answer(server.append(new Append(room, known, nonce(), notAfter, draft, true)));
  }

  public Repaired repair(@Nullable Position known, Entry... entries) {
    return answer(server.repair(new Repair(room, known, nonce(), List.of(entries))));
  }

  public Span read(Query query) {
    return answer(server.read(room, query));
  }

  public List<Entry> entries() {
    return read(new Query(Direction.AFTER, null, 10_000)).entries();
  }

  public @Nullable Lineage check() {
    return answer(server.check(List.of(room))).getFirst();
  }

  /**
   * Mids of the messages among these. What an entry is, its JSON says, and never its mid: that of
   * one that begins an epoch is made of random letters, and may begin like any other.
   */
  public static List<String> messages(Collection<Entry> entries) {
    return entries.stream()
        .filter(entry -> json(entry).startsWith("{\"type\":\"message\""))
        .map(Entry::mid)
        .toList();
  }

  /** By what it is: a mid may look like any other. */
  public static boolean isEpoch(Entry entry) {
    return json(entry).startsWith("{\"type\":\"epoch\"");
  }

  public static String json(Entry entry) {
    return new String(entry.json(), StandardCharsets.UTF_8);
  }

  /** A failure of the stage as {@link Failed}. */
  public static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new Failed(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The stage failed, with its cause. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(Throwable cause) {
      super(cause);
    }
  }
}
