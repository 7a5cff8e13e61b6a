package io.tertulia.cluster.follow.held;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Talk;
import io.tertulia.cluster.log.model.ModelWorld;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.overlay.Written;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that stored something in a room that it does not hear. */
class RefreshTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Written ANA = new Written(ROOM, Authority.of("ana"));

  private final ModelWorld world =
      new ModelWorld(new LogLimits(1_000, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
  private final Talk talk = new Talk(world.server(), ROOM);
  private final RepairBuffer held = new RepairBuffer(deletion -> {});
  private final Refresh refresh = new Refresh(ROOM, world.server(), held);

  @Test
  void what_was_deleted_unheard_is_not_held_after_the_next_check() {
    Draft first = ANA.say("secret1");
    Draft last = ANA.say("secret2");
    held.add(stored(first), 1);
    for (int i = 0; i < 200; i++) {
      talk.say("m" + i);
    }
    held.add(stored(ANA.edit(first.mid(), "secret3")), 1);
    held.add(stored(last), 1);
    refresh.compare(talk.check(), false);
    assertThat(texts()).hasSize(3).allMatch(text -> text.contains("secret"));

    stored(ANA.delete(first.mid()));
    refresh.compare(talk.check(), false);
    assertThat(texts()).hasSize(3).noneMatch(text -> text.contains("secret1"));
    assertThat(texts()).noneMatch(text -> text.contains("secret3"));
    assertThat(texts()).anyMatch(text -> text.contains("secret2"));
    stored(ANA.delete(last.mid()));
    refresh.compare(talk.check(), false);
    assertThat(texts()).noneMatch(text -> text.contains("secret"));
    held.lighten(Long.MAX_VALUE);
    assertThat(held.bytes()).isZero();
  }

  @Test
  void who_hears_the_room_reads_again_only_when_something_was_passed_over() {
    Draft message = ANA.say("secret");
    held.add(stored(message), 1);
    stored(ANA.delete(message.mid()));
    refresh.compare(talk.check(), true);
    assertThat(texts()).anyMatch(text -> text.contains("secret"));
    refresh.doubt();
    refresh.compare(talk.check(), true);
    assertThat(texts()).noneMatch(text -> text.contains("secret"));
  }

  private Entry stored(Draft draft) {
    return ((LogServer.Stored) talk.append(null, draft)).entry();
  }

  private List<String> texts() {
    return held.lost(null, Long.MAX_VALUE).stream()
        .map(entry -> new String(entry.json(), UTF_8))
        .toList();
  }
}
