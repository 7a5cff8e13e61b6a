package io.tertulia.cluster.node;

import static io.tertulia.room.RoomRulesContract.ANA;
import static io.tertulia.room.RoomRulesContract.BO;
import static io.tertulia.room.RoomRulesContract.changed;
import static io.tertulia.room.RoomRulesContract.draft;
import static io.tertulia.room.RoomRulesContract.judged;
import static io.tertulia.room.RoomRulesContract.mid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Denied;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import io.tertulia.room.members.acts.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rooms that have members, on two nodes over a real Redis. */
interface RulesOfManyNodesContract {
  Duration SOON = Duration.ofSeconds(10);

  ClusterNode first();

  ClusterNode second();

  RedisServer server();

  @Test
  default void a_ban_on_one_node_holds_for_what_is_said_and_read_on_another_at_the_same_time() {
    ClusterNode other = second();
    for (int round = 0; round < 20; round++) {
      RoomId room = new RoomId("ban-" + round);
      store(first().log(), room, new Act.Configure(null, null, null, null, null));
      List<CompletableFuture<Appended>> says = new ArrayList<>();
      List<CompletableFuture<Reading>> reads = new ArrayList<>();
      CompletableFuture<Appended> ban = CompletableFuture.completedFuture(null);
      RuleChange change = judged(look(first().log(), room), ANA, new Act.Ban("bo", null));
      for (int i = 0; i < 40; i++) {
        says.add(other.log().append(room, draft(room, mid()).by(BO)).toCompletableFuture());
        reads.add(other.log().read(room, Query.newest(5), BO).toCompletableFuture());
        if (i == round + 10) {
          ban = first().log().append(room, changed(room, change)).toCompletableFuture();
        }
      }
      long banned = ((Stored) ban.join()).position().seq();
      for (CompletableFuture<Appended> say : says) {
        assertThat(say.join() instanceof Stored stored ? stored.position().seq() : 0)
            .isLessThan(banned);
      }
      for (CompletableFuture<Reading> read : reads) {
        assertThat(read.join() instanceof Page page ? page.head().seq() : 0).isLessThan(banned);
      }
      assertThat(other.log().read(room, Query.newest(1), BO).toCompletableFuture().join())
          .isInstanceOf(Denied.class);
    }
  }

  @Test
  default void what_a_wiped_redis_forgot_of_a_rooms_rules_is_put_back_with_its_entries() {
    RoomId room = new RoomId("wiped");
    MessageLog log = first().log();
    first().bus().listen(new Deaf());
    first().bus().subscribe(room).toCompletableFuture().join();
    String mid = mid();
    Event.RoomChanged created =
        new Event.RoomChanged("wiped", mid, from(), "members", "all", "T of ours", "", 3, "ana", 1);
    RuleChange create =
        judged(
            look(log, room),
            ANA,
            new Act.Configure(Policy.Read.MEMBERS, null, "T of ours", null, 3));
    append(
        log,
        room,
        new Draft(mid, EntryEncoder.head("room", "wiped"), EntryEncoder.roomTail(created), null)
            .by(create));
    RuleChange ban = judged(look(log, room), ANA, new Act.Ban("bo", null));
    String other = mid();
    Event.MemberChanged banned =
        new Event.MemberChanged(
            "wiped", other, from(), "bo", null, null, true, false, Event.FOREVER, null, 2);
    append(
        log,
        room,
        new Draft(
                other, EntryEncoder.head("member", "wiped"), EntryEncoder.memberTail(banned), null)
            .by(ban));
    RoomState before = look(log, room);
    server().ask("FLUSHALL");
    await().atMost(SOON).until(() -> look(log, room).rules().exist());
    assertThat(look(log, room))
        .usingRecursiveComparison()
        .ignoringFields("now", "rules.version", "rules.say")
        .isEqualTo(before);
    assertThat(look(log, room).people().get("bo").bannedUntil()).isEqualTo(Standing.FOREVER);
  }

  private static Event.From from() {
    return new Event.From("ana", "Ana", false);
  }

  private static void store(MessageLog log, RoomId room, Act act) {
    append(log, room, changed(room, judged(look(log, room), ANA, act)));
  }

  private static void append(MessageLog log, RoomId room, Draft draft) {
    assertThat(log.append(room, draft).toCompletableFuture().join()).isInstanceOf(Stored.class);
  }

  private static RoomState look(MessageLog log, RoomId room) {
    return log.look(room, List.of("ana", "bo")).toCompletableFuture().join();
  }

  /** Wants to know nothing. */
  final class Deaf implements Bus.Listener {
    @Override
    public void onEntry(RoomId room, Entry entry) {}

    @Override
    public void onEphemeral(RoomId room, byte[] json) {}

    @Override
    public void onFork(RoomId room, long late) {}
  }
}
