package io.tertulia.room.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.ManualClock;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a few people say, change, delete and nod at: who heard every entry, who loaded a page,
 * and who resumed in the middle hold the same.
 */
class FoldProperty {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final List<String> PEOPLE = List.of("ana", "bo", "cy");
  private static final List<String> EMOJI = List.of("👍", "🎉", "👀");
  private static final int MOST = 1_000;

  enum Act {
    SAY,
    REPLY,
    EDIT,
    DELETE,
    REACT
  }

  /**
   * @param message which one of those said so far
   * @param set of emoji, a bit for each
   */
  record Step(Act act, int person, int message, int set) {}

  private final ManualClock clock = new ManualClock();
  private final List<String> said = new ArrayList<>();
  private MemoryMessageLog log = emptyLog();

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.of(Act.class),
            Arbitraries.integers().between(0, PEOPLE.size() - 1),
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, (1 << EMOJI.size()) - 1))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void everybody_holds_the_same_in_the_end(@ForAll("histories") List<Step> history) {
    log = emptyLog();
    said.clear();
    FoldingReader live = new FoldingReader();
    List<FoldingReader> resumed = new ArrayList<>();
    long heard = 0;
    for (Step step : history) {
      clock.pass(Duration.ofMillis(1));
      log.append(ROOM, draft(step));
      List<Entry> fresh = page(Query.newest(1).as(View.STORED)).entries();
      if (!fresh.isEmpty() && fresh.getFirst().position().seq() > heard) {
        heard = fresh.getFirst().position().seq();
        live.take(fresh);
        resumed.forEach(reader -> reader.take(fresh));
      }
      resumed.add(new FoldingReader().take(page(Query.newest(MOST).as(View.MESSAGES)).entries()));
    }
    List<JsonNode> shown = shown(Query.newest(MOST).as(View.MESSAGES));
    assertThat(live.shown()).as("who heard every entry").isEqualTo(shown);
    assertThat(resumed).allSatisfy(reader -> assertThat(reader.shown()).isEqualTo(shown));
    Page all = page(Query.newest(MOST).as(View.ENTRIES));
    assertThat(new FoldingReader().take(all.entries()).shown()).isEqualTo(shown);
    for (long seq = 0; seq <= heard; seq++) {
      assertThat(resumedAt(seq).shown()).as("who resumed at %d", seq).isEqualTo(shown);
    }
  }

  /** Heard everything up to there as it is stored today, and resumes. */
  private FoldingReader resumedAt(long seq) {
    Page all = page(Query.newest(MOST).as(View.STORED));
    FoldingReader reader = new FoldingReader().take(all.entries().subList(0, (int) seq));
    return reader.take(page(Query.after(all.head().at(seq), MOST).as(View.ENTRIES)).entries());
  }

  private MemoryMessageLog emptyLog() {
    Duration window = Duration.ofMinutes(10);
    Retention retention = new Retention(MOST, Duration.ofHours(1), 1 << 24, 1 << 24, window, MOST);
    return new MemoryMessageLog(new MemoryBus(), retention, clock, clock, new Random(1));
  }

  private Draft draft(Step step) {
    Written who = new Written(ROOM, Authority.of(PEOPLE.get(step.person)));
    if (said.isEmpty() || step.act == Act.SAY) {
      return said(who.say("word" + said.size()));
    }
    String mid = said.get(said.size() - 1 - step.message % said.size());
    return switch (step.act) {
      case SAY -> throw new IllegalStateException("said already");
      case REPLY -> said(who.reply(mid, "reply" + said.size()));
      case EDIT -> who.edit(mid, "edit" + step.set);
      case DELETE -> who.delete(mid);
      case REACT ->
          who.react(
              mid,
              IntStream.range(0, EMOJI.size())
                  .filter(bit -> (step.set & 1 << bit) != 0)
                  .mapToObj(EMOJI::get)
                  .toArray(String[]::new));
    };
  }

  private Draft said(Draft draft) {
    said.add(draft.mid());
    return draft;
  }

  private List<JsonNode> shown(Query query) {
    return page(query).entries().stream().map(FoldingReader::parse).toList();
  }

  private Page page(Query query) {
    return log.read(ROOM, query).toCompletableFuture().join();
  }
}
