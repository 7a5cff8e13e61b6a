package io.tertulia.room.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From the bus to the members on this node. */
class LocalRoomsTest implements LocalRooms.FanoutMeter, Bus {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final int SLICE = 2;

  private final Set<RoomId> subscribed = ConcurrentHashMap.newKeySet();
  private final List<Integer> measured = new ArrayList<>();
  private boolean measuring = true;
  private final LocalRooms rooms = new LocalRooms(this, this, Tracing.OFF, SLICE);

  /** A member that keeps the numbers it was handed. */
  private static class Member implements Subscriber {
    final List<Long> seqs = new ArrayList<>();
    private final Executor loop;

    Member(Executor loop) {
      this.loop = loop;
    }

    @Override
    public Executor loop() {
      return loop;
    }

    @Override
    public void deliver(Delivery delivery) {
      Entry entry = delivery.entry();
      seqs.add(entry == null ? -1 : entry.position().seq());
    }

    @Override
    public void forked(long late) {
      seqs.add(-1000 - late);
    }
  }

  @Test
  void a_room_is_subscribed_with_its_first_member_and_let_go_with_its_last() {
    Member ana = new Member(Runnable::run);
    Member bob = new Member(Runnable::run);
    rooms.attach(ROOM, ana);
    rooms.attach(ROOM, bob);
    assertThat(subscribed).containsExactly(ROOM);
    rooms.detach(ROOM, ana);
    assertThat(subscribed).containsExactly(ROOM);
    rooms.detach(ROOM, bob);
    rooms.detach(ROOM, bob);
    assertThat(subscribed).isEmpty();
    assertThat(rooms.size()).isZero();
  }

  @Test
  void one_event_is_one_task_for_each_loop_and_counts_its_members() {
    List<Runnable> tasks = new ArrayList<>();
    Executor loop = tasks::add;
    Executor other = task -> tasks.add(task);
    List<Member> members = List.of(new Member(loop), new Member(loop), new Member(other));
    members.forEach(member -> rooms.attach(ROOM, member));
    rooms.onEntry(ROOM, entry(1));
    assertThat(tasks).hasSize(2);
    tasks.forEach(Runnable::run);
    assertThat(members).allSatisfy(member -> assertThat(member.seqs).containsExactly(1L));
    assertThat(measured).containsExactly(2, 1);
  }

  @Test
  void a_large_room_lets_others_have_their_turn() {
    RoomId small = new RoomId("small");
    Deque<Runnable> tasks = new ArrayDeque<>();
    Executor loop = tasks::add;
    List<Member> many = Stream.generate(() -> new Member(loop)).limit(5).toList();
    Member alone = new Member(loop);
    many.forEach(member -> rooms.attach(ROOM, member));
    rooms.attach(small, alone);
    rooms.onEntry(ROOM, entry(1));
    rooms.onEntry(ROOM, entry(2));
    rooms.onEntry(small, entry(1));
    while (alone.seqs.isEmpty()) {
      tasks.removeFirst().run();
    }
    assertThat(many.stream().filter(member -> member.seqs.isEmpty())).isNotEmpty();
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
    assertThat(many).allSatisfy(member -> assertThat(member.seqs).containsExactly(1L, 2L));
    assertThat(measured).containsExactlyInAnyOrder(1, 5, 5);
  }

  @Test
  void what_waited_when_a_round_began_is_told_to_one_member_after_the_other() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    Executor loop = tasks::add;
    List<String> order = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      rooms.attach(
          ROOM,
          new Member(loop) {
            @Override
            public void deliver(Delivery delivery) {
              super.deliver(delivery);
              order.add(name + seqs.getLast());
            }
          });
    }
    // A slice of two is served, and while the loop is elsewhere two more come.
    rooms.onEntry(ROOM, entry(1));
    tasks.removeFirst().run();
    rooms.onEntry(ROOM, entry(2));
    rooms.onEntry(ROOM, entry(3));
    tasks.addLast(tasks.removeFirst());
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
    assertThat(order).containsExactly("a1", "b1", "c1", "a2", "a3", "b2", "b3", "c2", "c3");
    assertThat(measured).containsExactly(3, 3, 3);
  }

  @Test
  void who_leaves_while_it_is_told_costs_nobody_anything() {
    Executor loop = Runnable::run;
    Member gone =
        new Member(loop) {
          @Override
          public void deliver(Delivery delivery) {
            super.deliver(delivery);
            rooms.detach(ROOM, this);
          }
        };
    Member ana = new Member(loop);
    Member bob = new Member(loop);
    rooms.attach(ROOM, gone);
    rooms.attach(ROOM, ana);
    rooms.attach(ROOM, bob);
    rooms.onEntry(ROOM, entry(1));
    rooms.onEntry(ROOM, entry(2));
    assertThat(gone.seqs).containsExactly(1L);
    assertThat(ana.seqs).containsExactly(1L, 2L);
    assertThat(bob.seqs).containsExactly(1L, 2L);
  }

  @Test
  void between_slices_members_come_and_go_and_nobody_hears_twice_or_misses_anything() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Deque<Runnable> tasks = new ArrayDeque<>();
      Executor loop = tasks::add;
      List<Member> staying = new ArrayList<>();
      List<Member> moving = new ArrayList<>();
      RoomId room = new RoomId("r" + seed);
      for (int i = 0; i < 7; i++) {
        Member member = new Member(loop);
        (random.nextBoolean() ? staying : moving).add(member);
        rooms.attach(room, member);
      }
      for (long seq = 1; seq <= 6; seq++) {
        rooms.onEntry(room, entry(seq));
        tasks.removeFirst().run();
        if (!moving.isEmpty() && random.nextBoolean()) {
          rooms.detach(room, moving.remove(random.nextInt(moving.size())));
        }
        if (random.nextBoolean()) {
          moving.add(new Member(loop));
          rooms.attach(room, moving.getLast());
        }
      }
      while (!tasks.isEmpty()) {
        tasks.removeFirst().run();
      }
      assertThat(staying)
          .as("seed %d", seed)
          .allSatisfy(member -> assertThat(member.seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L));
      assertThat(moving)
          .as("seed %d", seed)
          .allSatisfy(member -> assertThat(member.seqs).isEqualTo(upToLast(member.seqs.size())));
      staying.forEach(member -> rooms.detach(room, member));
      moving.forEach(member -> rooms.detach(room, member));
    }
  }

  private static List<Long> upToLast(int count) {
    return LongStream.rangeClosed(7 - count, 6).boxed().toList();
  }

  @Test
  void a_trace_ends_when_the_last_loop_has_served_its_members() {
    List<Integer> ended = new ArrayList<>();
    LocalRooms traced =
        new LocalRooms(
            this,
            this,
            new Tracing() {
              @Override
              public @Nullable Say say(RoomId room) {
                return null;
              }

              @Override
              public FanOut fanOut(RoomId room, Entry entry, String traceparent) {
                return ended::add;
              }
            },
            SLICE);
    List<Runnable> tasks = new ArrayList<>();
    Executor loop = tasks::add;
    Executor other = task -> tasks.add(task);
    List.of(loop, loop, other).forEach(of -> traced.attach(ROOM, new Member(of)));
    traced.onEntry(ROOM, entry(1));
    tasks.forEach(Runnable::run);
    assertThat(ended).isEmpty();

    tasks.clear();
    traced.onEntry(ROOM, entry(2).tracedBy("parent"));
    tasks.removeFirst().run();
    assertThat(ended).isEmpty();
    tasks.removeFirst().run();
    assertThat(ended).containsExactly(3);
  }

  @Test
  void who_is_left_hears_everything_whoever_goes() {
    for (int gone = 0; gone < 4; gone++) {
      RoomId room = new RoomId("r" + gone);
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        members.add(new Member(Runnable::run));
        rooms.attach(room, members.getLast());
      }
      Member leaver = members.remove(gone);
      rooms.detach(room, leaver);
      rooms.onEntry(room, entry(1));
      assertThat(members).allSatisfy(member -> assertThat(member.seqs).containsExactly(1L));
      assertThat(leaver.seqs).isEmpty();
    }
  }

  @Test
  void a_member_that_fails_costs_the_others_nothing() {
    Member ana = new Member(Runnable::run);
    Member bob = new Member(Runnable::run);
    rooms.attach(ROOM, ana);
    rooms.attach(
        ROOM,
        new Member(Runnable::run) {
          @Override
          public void deliver(Delivery delivery) {
            throw new IllegalStateException("on purpose");
          }
        });
    rooms.attach(ROOM, bob);
    rooms.onEntry(ROOM, entry(1));
    assertThat(ana.seqs).containsExactly(1L);
    assertThat(bob.seqs).containsExactly(1L);
  }

  @Test
  void whatever_is_thrown_in_a_delivery_the_next_one_comes() {
    Member ana = new Member(Runnable::run);
    rooms.attach(
        ROOM,
        new Member(Runnable::run) {
          @Override
          public void deliver(Delivery delivery) {
            throw new StackOverflowError("on purpose");
          }
        });
    rooms.attach(ROOM, ana);
    measuring = false;
    rooms.onEntry(ROOM, entry(1));
    rooms.onEntry(ROOM, entry(2));
    assertThat(ana.seqs).containsExactly(1L, 2L);
  }

  @Test
  void a_frame_is_built_once_for_all_members() {
    List<Object> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rooms.attach(
          ROOM,
          new Member(Runnable::run) {
            @Override
            public void deliver(Delivery delivery) {
              frames.add(delivery.event().json());
            }
          });
    }
    rooms.onEntry(ROOM, entry(1));
    assertThat(new HashSet<>(frames)).hasSize(1);
    assertThat(frames).hasSize(3).allMatch(frame -> frame == frames.getFirst());
  }

  @Test
  void loops_that_come_and_go_at_once_lose_nobody_and_leave_nothing() throws InterruptedException {
    int loops = 4;
    List<ExecutorService> threads = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(loops);
    Set<String> lost = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < loops; i++) {
      ExecutorService loop = Executors.newSingleThreadExecutor();
      threads.add(loop);
      loop.execute(() -> comeAndGo(loop, 3_000, lost, done));
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    threads.forEach(ExecutorService::shutdown);
    for (ExecutorService thread : threads) {
      assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lost).isEmpty();
    assertThat(rooms.size()).isZero();
    assertThat(subscribed).isEmpty();
  }

  /** Attaches, hears one entry that comes after that, detaches; each round a task of its loop. */
  private void comeAndGo(Executor loop, int rounds, Set<String> lost, CountDownLatch done) {
    if (rounds == 0) {
      done.countDown();
      return;
    }
    Member member = new Member(loop);
    rooms.attach(ROOM, member);
    rooms.onEntry(ROOM, entry(rounds));
    loop.execute(
        () -> {
          if (!member.seqs.contains((long) rounds)) {
            lost.add(loop + " " + rounds);
          }
          rooms.detach(ROOM, member);
          loop.execute(() -> comeAndGo(loop, rounds - 1, lost, done));
        });
  }

  private static Entry entry(long seq) {
    byte[] json = "{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8);
    return new Entry(new Position("abcdefgh", seq), "m" + seq, 0, json);
  }

  @Override
  public void delivered(int members, long bornNanos) {
    if (!measuring) {
      throw new IllegalStateException("on purpose");
    }
    synchronized (measured) {
      measured.add(members);
    }
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void listen(Listener listener) {}

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    assertThat(subscribed.add(room)).isTrue();
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void unsubscribe(RoomId room) {
    assertThat(subscribed.remove(room)).isTrue();
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {}
}
