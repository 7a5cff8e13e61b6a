package io.tertulia.room.mine.memory;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.Standing;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.mine.Counted;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.Summaries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Rooms as the log in memory has them, looked at under its lock. Every stage it returns is
 * complete.
 */
public final class MemorySummaries implements Summaries {
  /** Entries among which the last message is looked for. */
  private static final int LAST = 50;

  private final MemoryMessageLog log;

  /** Where in a room people are meant. Guarded by the log, as is all below. */
  private final Map<RoomId, RoomMentions> mentions = new HashMap<>();

  public MemorySummaries(MemoryMessageLog log) {
    this.log = log;
  }

  @Override
  public CompletionStage<Reply> of(RoomId room, Question question, Authority reader) {
    synchronized (log) {
      Reading reading = now(log.read(room, Query.newest(0), reader));
      return CompletableFuture.completedStage(
          switch (reading) {
            case io.tertulia.room.MessageLog.Denied(Right.Denial why) -> new Denied(why);
            case Page page -> summary(room, question, reader, page);
          });
    }
  }

  private Summary summary(RoomId room, Question question, Authority reader, Page page) {
    RoomState state = now(log.look(room, List.of()));
    Right right =
        page.right() == null ? Right.of(reader, RoomRules.NONE, Standing.NONE) : page.right();
    return new Summary(
        page.end(),
        right,
        state.now(),
        state.title(),
        last(room),
        since(room, question, reader.id(), page),
        at(room, question.at(), page));
  }

  private @Nullable Entry last(RoomId room) {
    Page newest = now(log.read(room, Query.newest(LAST).as(View.MESSAGES)));
    return newest.entries().reversed().stream().filter(Counted::isMessage).findFirst().orElse(null);
  }

  private Since since(RoomId room, Question question, String reader, Page page) {
    Position head = page.head();
    Mark mark = question.since();
    Mark known = mark != null && head.isAtOrAbove(mark.position()) ? mark : null;
    long seq = known == null ? 0 : known.position().seq();
    long unread = page.end().messages() - (known == null ? 0 : known.messages());
    List<Counted.Meant> meant = mentioned(room, head.at(seq), head, reader);
    return new Since(
        seq,
        unread,
        meant.size(),
        question.authors()
            ? meant.stream().limit(Since.AUTHORS).map(Counted.Meant::author).toList()
            : List.of());
  }

  /** Of the messages behind a position that mean somebody; the newest first. */
  private List<Counted.Meant> mentioned(RoomId room, Position from, Position head, String who) {
    RoomMentions known = mentions.get(room);
    if (known == null || !known.isOf(head)) {
      known = new RoomMentions(head.at(0));
      mentions.put(room, known);
    }
    known.readOn(position -> now(log.read(room, Query.after(position, RoomMentions.STEP))));
    List<Counted.Meant> found = new ArrayList<>();
    for (long seq : known.behind(from.seq())) {
      // As it is now: it may have been deleted.
      for (Entry entry : now(log.read(room, Query.after(head.at(seq - 1), 1))).entries()) {
        Counted.Meant meant = Counted.meant(entry);
        if (entry.position().seq() == seq && meant.has(who)) {
          found.add(meant);
        }
      }
    }
    return found;
  }

  private @Nullable Mark at(RoomId room, long seq, Page page) {
    Position head = page.head();
    if (seq == 0 || seq > head.seq()) {
      return null;
    }
    Page behind = now(log.read(room, Query.after(head.at(seq - 1), 1)));
    if (behind.entries().isEmpty()) {
      return new Mark(head, page.end().messages());
    }
    Entry first = behind.entries().getFirst();
    long messages = Counted.messages(first);
    return first.position().seq() == seq
        ? new Mark(first.position(), messages)
        : new Mark(behind.from(), messages - (Counted.isMessage(first) ? 1 : 0));
  }

  /** Forgets what nobody asked for lately. Called from time to time. */
  public void tick() {
    synchronized (log) {
      mentions.values().removeIf(RoomMentions::isUnused);
    }
  }

  private static <T> T now(CompletionStage<T> complete) {
    return complete.toCompletableFuture().join();
  }
}
