package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever members do and however slowly log, bus and loops are: one order for everybody, no hole,
 * no repeat, nothing that nobody said, and what was acked is there once.
 */
class OneOrderProperty {
  enum Act {
    JOIN,
    LEAVE,
    SAY,
    SAY_AGAIN,
    STICK,
    TAKE_SOME,
    TAKE_ALL,
    RECONNECT,
    REQUEST_ARRIVES,
    ANSWER_ARRIVES,
    BUS_ARRIVES,
    BUS_LOSES,
    FIRST_LOOP,
    SECOND_LOOP
  }

  /** One thing that happens, to one of the members where it is theirs. */
  record Step(Act act, int member) {}

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED)
  void every_member_has_one_order_without_hole_or_repeat(@ForAll("steps") List<Step> steps) {
    check(steps, 100_000);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED)
  void where_the_log_keeps_little_every_hole_is_announced(@ForAll("steps") List<Step> steps) {
    check(steps, 6);
  }

  private static void check(List<Step> steps, int kept) {
    Retention retention =
        new Retention(kept, Duration.ofHours(1), 1 << 24, 1 << 26, Duration.ofMinutes(10), 100_000);
    HeartNode node = new HeartNode(retention, 100_000);
    Witness always = new Witness(node, "always", 1);
    always.join();
    List<Witness> members =
        List.of(new Witness(node, "a", 0), new Witness(node, "b", 1), new Witness(node, "c", 0));
    node.log.hold();
    node.bus.hold();
    // Where little is kept, what was lost could be gone before anybody reads it again.
    boolean loses = kept > steps.size() && steps.stream().anyMatch(s -> s.act == Act.BUS_LOSES);
    for (Step step : steps) {
      if (step.act == Act.BUS_LOSES && !loses) {
        continue;
      }
      perform(node, members.get(step.member), step.act);
      always.listen();
      members.forEach(Witness::listen);
    }
    comeToRest(node, members);
    if (loses) {
      always.say(); // so that a loss at the end is noticed
      node.settle();
    }
    always.listen();
    members.forEach(Witness::listen);
    judge(always, members);
  }

  private static void perform(HeartNode node, Witness member, Act act) {
    switch (act) {
      case JOIN -> member.join();
      case LEAVE -> member.leave();
      case SAY -> member.say();
      case SAY_AGAIN -> member.sayAgain();
      case STICK -> member.stick();
      case TAKE_SOME -> member.take(false);
      case TAKE_ALL -> member.take(true);
      case RECONNECT -> member.reconnect();
      case REQUEST_ARRIVES -> node.log.arrive();
      case ANSWER_ARRIVES -> node.log.answer();
      case BUS_ARRIVES -> node.bus.arrive();
      case BUS_LOSES -> node.bus.lose();
      case FIRST_LOOP -> node.loops.getFirst().runOne();
      case SECOND_LOOP -> node.loops.getLast().runOne();
    }
  }

  private static void comeToRest(HeartNode node, List<Witness> members) {
    node.bus.release();
    node.log.release();
    node.settle();
    members.forEach(member -> member.take(true));
    node.settle();
  }

  private static void judge(Witness always, List<Witness> members) {
    long head = always.position();
    assertThat(always.heard.keySet())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, head).boxed().toList());
    assertThat(always.heard.values()).doesNotHaveDuplicates();
    assertThat(always.heard.values())
        .allMatch(
            text ->
                always.maySay(text) || members.stream().anyMatch(member -> member.maySay(text)));
    for (Witness member : members) {
      assertThat(always.heard).containsAllEntriesOf(member.heard);
      member.acked.forEach((text, seq) -> assertThat(always.heard).containsEntry(seq, text));
      assertThat(member.wasAnswered()).isTrue();
      assertThat(member.isIn()).isEqualTo(member.wantsIn());
      if (member.isIn()) {
        assertThat(member.position()).isEqualTo(head);
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
            Tuple.of(3, Act.JOIN),
            Tuple.of(1, Act.LEAVE),
            Tuple.of(10, Act.SAY),
            Tuple.of(1, Act.SAY_AGAIN),
            Tuple.of(2, Act.STICK),
            Tuple.of(2, Act.TAKE_SOME),
            Tuple.of(2, Act.TAKE_ALL),
            Tuple.of(2, Act.RECONNECT),
            Tuple.of(10, Act.REQUEST_ARRIVES),
            Tuple.of(10, Act.ANSWER_ARRIVES),
            Tuple.of(12, Act.BUS_ARRIVES),
            Tuple.of(1, Act.BUS_LOSES),
            Tuple.of(10, Act.FIRST_LOOP),
            Tuple.of(10, Act.SECOND_LOOP));
    return Combinators.combine(acts, Arbitraries.integers().between(0, 2))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(250);
  }
}
