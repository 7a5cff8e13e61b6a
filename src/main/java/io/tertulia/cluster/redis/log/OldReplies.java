package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Refused;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a message that is replied to and is older than what the scripts recognise: backwards
 * through the stream, page by page, so that no other call waits for long. Anybody can ask for it by
 * a made-up mid, therefore only a few are looked for at once. On the loop.
 */
final class OldReplies {
  private static final int PAGE = 200;
  private static final int AT_ONCE = 8;

  /** As long as that many entries can be: the pages are counted. */
  private static final long BYTES = 1L << 30;

  private final LogServer server;
  private final int pages;
  private int searching;

  /**
   * @param entries entries of one room at most
   */
  OldReplies(LogServer server, int entries) {
    this.server = server;
    this.pages = entries / PAGE + 1;
  }

  /**
   * @param found appends, when the message is there
   */
  CompletionStage<AppendReply> find(Append append, Supplier<CompletionStage<AppendReply>> found) {
    if (searching == AT_ONCE) {
      return CompletableFuture.completedStage(new Refused("too many old messages are looked for"));
    }
    searching++;
    return look(append, Query.newest(PAGE).within(BYTES), pages)
        .handle(
            (missing, failure) -> {
              searching--;
              if (failure != null) {
                return CompletableFuture.<AppendReply>failedStage(
                    new Unanswered(
                        false, "the message that is replied to could not be looked for"));
              }
              return missing == null ? found.get() : CompletableFuture.completedStage(missing);
            })
        .thenCompose(Function.identity());
  }

  /** Completes with null when the message is there, else with what to answer. */
  private CompletionStage<@Nullable AppendReply> look(Append append, Query query, int pagesLeft) {
    return server
        .read(append.room(), query)
        .thenCompose(
            span -> {
              String mid = append.draft().replyTo();
              if (span.entries().stream().anyMatch(entry -> entry.mid().equals(mid))) {
                return CompletableFuture.<@Nullable AppendReply>completedStage(null);
              }
              Lineage lineage = span.lineage();
              if (lineage == null || span.from() < span.floor() || pagesLeft == 1) {
                return CompletableFuture.<@Nullable AppendReply>completedStage(
                    missing(append, span));
              }
              Query next = Query.before(lineage.at(span.from() + 1), PAGE).within(BYTES);
              return look(append, next, pagesLeft - 1);
            });
  }

  /** What this node knows of and the log does not have may be the very message. */
  private static AppendReply missing(Append append, Span span) {
    Position known = append.known();
    Lineage lineage = span.lineage();
    if (known == null || (lineage != null && lineage.has(known))) {
      return new NoSuchMessage();
    }
    return lineage == null ? new Refused("Redis does not have the room") : new Lost(lineage);
  }
}
