package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Busy;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.Loop;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a message that is replied to or changed, and is older than what the scripts recognise:
 * backwards through the stream, page by page. Anybody can ask for it by a made-up mid, and the
 * pages go over the connection of the checks: therefore one page is under way at a time, those who
 * look take turns, and few may look at once. On the loop.
 */
final class MessageLookup {
  private static final int PAGE = 200;
  private static final int AT_ONCE = 4;

  /** Milliseconds between two pages, whoever they are for. */
  private static final long PAUSE = 3;

  private final LogServer server;
  private final Loop loop;

  /** Whose turn it is, first; the one whose page is under way is not in here. */
  private final Deque<Search> turns = new ArrayDeque<>();

  private int searching;
  private boolean reading;

  private static final class Search {
    private final Append append;
    private final String mid;
    private final LongFunction<CompletionStage<AppendReply>> found;
    private final CompletableFuture<AppendReply> answer = new CompletableFuture<>();
    private Query next = Query.newest(PAGE);

    Search(Append append, String mid, LongFunction<CompletionStage<AppendReply>> found) {
      this.append = append;
      this.mid = mid;
      this.found = found;
    }
  }

  MessageLookup(LogServer server, Loop loop) {
    this.server = server;
    this.loop = loop;
  }

  /**
   * @param mid of the message
   * @param found appends, when the message is there: at this seq
   */
  CompletionStage<AppendReply> find(
      Append append, String mid, LongFunction<CompletionStage<AppendReply>> found) {
    if (searching == AT_ONCE) {
      return CompletableFuture.completedStage(new Busy("too many old messages are looked for"));
    }
    Search search = new Search(append, mid, found);
    searching++;
    search.answer.whenComplete((reply, failure) -> searching--);
    turns.add(search);
    read();
    return search.answer;
  }

  private void read() {
    Search search = reading ? null : turns.poll();
    if (search == null) {
      return;
    }
    if (server.time() > search.append.notAfter()) {
      search.answer.complete(new Busy("the message was not found in time"));
      read();
      return;
    }
    reading = true;
    CompletableFuture<Span> page = new CompletableFuture<>();
    FutureCompletion.answer(page, () -> server.read(search.append.room(), search.next));
    page.whenComplete(
            FutureCompletion.by(
                search.answer,
                (span, failure) -> {
                  if (failure == null) {
                    look(search, span);
                  } else {
                    search.answer.completeExceptionally(
                        new Unanswered(false, "the message could not be looked for"));
                  }
                }))
        .whenComplete((span, failure) -> loop.after(PAUSE, this::next));
  }

  private void next() {
    reading = false;
    read();
  }

  private void look(Search search, Span span) {
    Append append = search.append;
    Lineage lineage = span.lineage();
    Optional<Entry> there =
        span.entries().stream().filter(entry -> entry.mid().equals(search.mid)).findFirst();
    if (there.isPresent()) {
      long seq = there.get().position().seq();
      FutureCompletion.answer(search.answer, () -> search.found.apply(seq));
    } else if (lineage == null || span.from() < span.floor() || span.entries().isEmpty()) {
      search.answer.complete(missing(append, span));
    } else {
      search.next = Query.before(lineage.at(span.from() + 1), PAGE);
      turns.add(search);
    }
  }

  /** What this node knows of and the log does not have may be the very message. */
  private static AppendReply missing(Append append, Span span) {
    Position known = append.known();
    @Nullable Lineage lineage = span.lineage();
    if (known == null || (lineage != null && lineage.has(known))) {
      return new NoSuchMessage();
    }
    return lineage == null ? new Busy("Redis does not have the room") : new Lost(lineage);
  }
}
