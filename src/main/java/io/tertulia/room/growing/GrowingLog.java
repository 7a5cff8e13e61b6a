package io.tertulia.room.growing;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.growing.Growing.Begun;
import io.tertulia.room.growing.Growing.Closed;
import io.tertulia.room.growing.Growing.Ending;
import io.tertulia.room.growing.Growing.Over;
import io.tertulia.room.growing.Growing.Refusal;
import io.tertulia.room.growing.Growing.Seal;
import io.tertulia.room.growing.Growing.Sealed;
import io.tertulia.room.growing.Growing.Seed;
import io.tertulia.room.growing.Growing.TooEarly;
import io.tertulia.room.growing.Watched.Place;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log, with what grows beside it: a message that grows is begun before its first entry is
 * stored, and shut before its second one, which says what stands of it; and whoever reads sees it
 * with its text so far. Any thread.
 */
final class GrowingLog implements MessageLog {
  private final MessageLog log;
  private final Growing store;
  private final Watch watch;
  private final InstantSource steady;

  GrowingLog(MessageLog log, Growing store, Watch watch, InstantSource steady) {
    this.log = log;
    this.store = store;
    this.watch = watch;
    this.steady = steady;
  }

  @Override
  public CompletionStage<Appended> append(RoomId room, Draft draft) {
    if (draft.amendment() instanceof Amendment.Finish finish) {
      return finish(room, draft, finish);
    }
    return switch (draft.amendment()) {
      case Amendment.Edit edit -> unlessItGrows(room, edit.ref(), () -> log.append(room, draft));
      case Amendment.Delete delete -> delete(room, draft, delete.ref());
      case null, default ->
          GrowingJson.grows(draft.tail()) ? begin(room, draft) : log.append(room, draft);
    };
  }

  private CompletionStage<Appended> begin(RoomId room, Draft draft) {
    Seed seed = Objects.requireNonNull(GrowingJson.seed(draft.tail()), "a draft is JSON");
    return answered(
        store.begin(room, seed),
        begun ->
            begun == Begun.FULL
                ? refused(
                    ErrorCode.RATE_LIMITED,
                    "Too many messages grow in this room: finish one, then say it again.")
                : log.append(room, draft)
                    .thenApply(appended -> begun(room, seed, begun, appended)));
  }

  private Appended begun(RoomId room, Seed seed, Begun begun, Appended appended) {
    if (appended instanceof Stored) {
      Watched one = watch.of(new Place(room, seed.mid()), steady.millis());
      if (begun == Begun.NEW) {
        one.seed(seed);
        watch.keep(one, seed.text());
      }
    } else if (begun == Begun.NEW && !isUnknown(appended)) {
      var _ = store.forget(room, seed.mid());
    }
    return appended;
  }

  private static boolean isUnknown(Appended appended) {
    return appended instanceof Refused refused && refused.code() == ErrorCode.UNKNOWN_OUTCOME;
  }

  private CompletionStage<Appended> unlessItGrows(
      RoomId room, String mid, Supplier<CompletionStage<Appended>> otherwise) {
    return answered(
        store.read(room, mid),
        whole ->
            whole == null
                ? otherwise.get()
                : refused(
                    ErrorCode.INVALID_FIELD,
                    "That message still grows: append to it, or finish it first."));
  }

  /** Its text has to be gone everywhere when that is acknowledged. */
  private CompletionStage<Appended> delete(RoomId room, Draft draft, String mid) {
    return log.append(room, draft)
        .thenCompose(
            appended ->
                appended instanceof Stored
                    ? store.end(room, mid, "").handle((ended, failure) -> appended)
                    : done(appended));
  }

  private CompletionStage<Appended> finish(RoomId room, Draft draft, Amendment.Finish finish) {
    String who = draft.warrant() instanceof Authority author ? author.id() : "";
    Ending ending = new Ending(draft.mid(), finish.status(), draft.tail());
    return answered(
        store.seal(room, new Seal(finish.ref(), who, ending)),
        seal -> finish(room, draft, finish, seal));
  }

  private CompletionStage<Appended> finish(
      RoomId room, Draft draft, Amendment.Finish finish, Sealed answer) {
    return switch (answer) {
      case Closed closed when closed.ending().mid().equals(draft.mid()) ->
          finish(room, finish.ref(), closed, draft);
      case Closed closed ->
          finish(room, finish.ref(), closed, draft).thenApply(stored -> Refused.gone());
      case Over(String by) when by.equals(draft.mid()) -> log.append(room, draft);
      case Over over -> refused(ErrorCode.GONE, "That message has ended.");
      case Refusal.NOT_YOURS -> done(Refused.denied(new Right.Denial(Right.Why.NOT_YOURS, 0)));
      case Refusal _, TooEarly _ ->
          refused(ErrorCode.NO_SUCH_MESSAGE, "No message with that mid grows in this room.");
    };
  }

  /** Stores the second entry of a message that was shut. */
  CompletionStage<Appended> finish(RoomId room, String mid, Closed closed, Authority by) {
    Draft draft =
        new Draft(closed.ending().mid(), EntryEncoder.head("finish", room.value()), "", null);
    return finish(room, mid, closed, draft.by(by));
  }

  private CompletionStage<Appended> finish(RoomId room, String mid, Closed closed, Draft like) {
    Ending ending = closed.ending();
    Watched one = watch.find(new Place(room, mid));
    String lost = one == null ? null : one.lost(Growth.utf8(closed.text()).length);
    String text = lost == null ? closed.text() : closed.text() + lost;
    Draft draft =
        new Draft(
            ending.mid(),
            like.head(),
            GrowingJson.saying(ending.tail(), text),
            new Needs(null, new Amendment.Finish(mid, ending.status()), Role.NONE),
            like.traceparent(),
            like.warrant());
    return log.append(room, draft)
        .thenCompose(
            appended ->
                isSettled(appended)
                    ? store.end(room, mid, ending.mid()).handle((ended, failure) -> appended)
                    : done(appended));
  }

  /** Whether there is nothing left to be stored of it. */
  private static boolean isSettled(Appended appended) {
    return appended instanceof Stored
        || (appended instanceof Refused refused
            && (refused.code() == ErrorCode.GONE || refused.code() == ErrorCode.NO_SUCH_MESSAGE));
  }

  @Override
  public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    return log.read(room, query, reader)
        .thenCompose(
            reading ->
                reading instanceof Page page && query.view() != View.STORED
                    ? shown(room, page)
                        .thenCompose(
                            shown -> shown == null ? log.read(room, query, reader) : done(shown))
                    : done(reading));
  }

  @Override
  public CompletionStage<Page> read(RoomId room, Query query) {
    return log.read(room, query)
        .thenCompose(
            page ->
                query.view() == View.STORED
                    ? done(page)
                    : shown(room, page)
                        .thenCompose(shown -> shown == null ? log.read(room, query) : done(shown)));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return log.look(room, people);
  }

  /**
   * A page on which what grows says all it has so far.
   *
   * @return null when one has ended meanwhile: then the page is old
   */
  private CompletionStage<@Nullable Page> shown(RoomId room, Page page) {
    CompletionStage<@Nullable List<Entry>> shown = null;
    for (int i = 0; i < page.entries().size(); i++) {
      if (GrowingJson.grows(page.entries().get(i).json())) {
        int place = i;
        CompletionStage<@Nullable List<Entry>> before =
            shown == null ? done(new ArrayList<>(page.entries())) : shown;
        shown = before.thenCompose(entries -> shown(room, entries, place));
      }
    }
    return shown == null
        ? done(page)
        : shown.thenApply(entries -> entries == null ? null : page.saying(entries));
  }

  private CompletionStage<@Nullable List<Entry>> shown(
      RoomId room, @Nullable List<Entry> entries, int place) {
    if (entries == null) {
      return done(null);
    }
    Entry entry = entries.get(place);
    Watched one = watch.of(new Place(room, entry.mid()), steady.millis());
    Seed seed = one.seed() == null ? GrowingJson.seed(entry.json()) : null;
    if (seed != null) {
      one.seed(seed);
    }
    return store
        .read(room, entry.mid())
        .thenApply(
            whole -> {
              if (whole == null) {
                return null;
              }
              entries.set(place, GrowingJson.saying(entry, whole.text()));
              return entries;
            });
  }

  /** What to do with an answer; without one nothing was stored. */
  private static <T extends @Nullable Object> CompletionStage<Appended> answered(
      CompletionStage<T> stage, Function<T, CompletionStage<Appended>> next) {
    return stage
        .handle(
            (answer, failure) ->
                failure == null
                    ? next.apply(answer)
                    : refused(ErrorCode.UNAVAILABLE, "The log did not answer; try again."))
        .thenCompose(Function.identity());
  }

  private static CompletionStage<Appended> refused(ErrorCode code, String message) {
    return done(new Refused(code, message));
  }

  private static <T extends @Nullable Object> CompletionStage<T> done(T answer) {
    return CompletableFuture.completedStage(answer);
  }
}
