package io.tertulia.room.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A room that is told more than its loop can serve, or whose loop is not there any more. */
class OverloadTest {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final LoopMembers members = new LoopMembers(tasks::add, 1);
  private final List<String> order = new ArrayList<>();
  private final List<Integer> heard = new ArrayList<>();
  private final Member ana = new Member("a", tasks::add, order);

  private record Member(String name, Executor loop, List<String> order) implements Subscriber {
    @Override
    public void deliver(Delivery delivery) {
      Entry entry = delivery.entry();
      order.add(name + (entry == null ? "e" : entry.position().seq()));
    }

    @Override
    public void forked(long late) {
      order.add(name + "-" + late);
    }
  }

  OverloadTest() {
    members.add(ana);
    members.add(new Member("b", tasks::add, order));
  }

  private void tell(long seq, int bytes) {
    byte[] json = new byte[bytes];
    Delivery delivery = Delivery.of(new Entry(new Position("abcdefgh", seq), "m" + seq, 0, json));
    members.tell(member -> member.deliver(delivery), delivery.size(), heard::add);
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
  }

  /** While the loop is in the middle of a first round. */
  private void begin() {
    tell(1, 100);
    tasks.removeFirst().run();
    assertThat(order).containsExactly("a1");
  }

  @Test
  void a_round_of_long_texts_has_few_of_them() {
    begin();
    for (int seq = 2; seq <= 4; seq++) {
      tell(seq, LoopMembers.ROUND / 2);
    }
    tell(5, 2 * LoopMembers.ROUND);
    tasks.addLast(tasks.removeFirst());
    runAll();
    assertThat(order).containsExactly("a1", "b1", "a2", "a3", "b2", "b3", "a4", "b4", "a5", "b5");
  }

  @Test
  void what_is_too_much_is_not_told_but_left_in_the_log() {
    begin();
    int many = 3 * LoopMembers.WAITING / 1_000;
    for (int seq = 2; seq <= many; seq++) {
      tell(seq, 1_000);
      tasks.removeLast().run();
    }
    members.tell(member -> member.forked(7), 0, count -> {});
    runAll();
    List<String> ofOne = order.stream().filter(word -> word.startsWith("a")).toList();
    int last = ofOne.lastIndexOf("a-0");
    assertThat(ofOne.subList(0, 2)).containsExactly("a1", "a-0");
    assertThat(ofOne.getLast()).isEqualTo("a-7");
    // From the last word to read the log on nothing is missing.
    assertThat(ofOne.subList(last + 1, ofOne.size() - 1))
        .isEqualTo(
            IntStream.rangeClosed(many - (ofOne.size() - last - 3), many)
                .mapToObj(seq -> "a" + seq)
                .toList());
    assertThat(heard).hasSize(many).contains(0, 2);
  }

  @Test
  void a_fork_is_never_left_out() {
    begin();
    members.tell(member -> member.forked(7), 0, count -> {});
    tasks.removeLast().run();
    for (int seq = 2; seq <= 3 * LoopMembers.WAITING / 1_000; seq++) {
      tell(seq, 1_000);
      tasks.removeLast().run();
    }
    runAll();
    assertThat(order).containsOnlyOnce("a-7").containsOnlyOnce("b-7");
  }

  @Test
  void who_comes_while_a_round_is_under_way_hears_what_is_told_after_it() {
    begin();
    members.remove(ana);
    members.add(ana);
    members.add(new Member("c", tasks::add, order));
    tell(2, 100);
    runAll();
    assertThat(order).startsWith("a1", "b1").hasSize(5).contains("a2", "b2", "c2");
  }

  @Test
  void a_loop_that_has_ended_is_nobodys_failure() {
    LoopMembers gone =
        new LoopMembers(
            task -> {
              throw new RejectedExecutionException("on purpose");
            },
            1);
    gone.tell(member -> member.forked(1), 0, heard::add);
    assertThat(heard).isEmpty();
  }
}
