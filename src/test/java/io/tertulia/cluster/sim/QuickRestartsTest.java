package io.tertulia.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.Talk;
import io.tertulia.room.MessageLog.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that all began after something was said, and then Redis loses it. */
class QuickRestartsTest {
  private static final int SAID = 300;
  private static final int RESTARTS = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void what_was_said_before_three_rounds_of_restarts_is_put_back(int seed) {
    World world = new World(seed);
    List<SimMember> members = new ArrayList<>();
    IntStream.range(0, 6).forEach(i -> members.add(new SimMember(world, "member-" + i)));
    world.run(3_000);
    long before = world.now();
    IntStream.range(0, SAID).forEach(i -> say(world, "m" + i));
    world.run(before + 3_000);
    assertThat(mids(world)).hasSizeGreaterThanOrEqualTo(SAID);

    for (int round = 0; round < RESTARTS; round++) {
      for (SimNode node : List.copyOf(world.nodes)) {
        restart(world, node, members);
        world.run(world.now() + 4_000);
      }
    }
    world.replaceRedis(world.redisBefore(world.now() - before), false);
    assertThat(mids(world)).as("the messages are lost").isEmpty();
    world.run(world.now() + 10_000);
    assertThat(mids(world)).containsAll(IntStream.range(0, SAID).mapToObj(i -> "m" + i).toList());
    assertThat(world.truth.complaints).isEmpty();
  }

  private static void restart(World world, SimNode gone, List<SimMember> members) {
    gone.kill();
    world.nodes.set(world.nodes.indexOf(gone), new SimNode(world, world.name("n")));
    members.stream().filter(member -> member.isOn(gone)).forEach(SimMember::leave);
  }

  private static void say(World world, String mid) {
    SimNode node = world.anyNode();
    Draft draft =
        new Draft(
            mid, "{\"type\":\"message\",\"room\":\"plaza\",", ",\"mid\":\"" + mid + "\"}", null);
    node.at(
        1, () -> node.log().append(World.ROOM, draft).thenAccept(a -> world.truth.acked.add(mid)));
  }

  private static List<String> mids(World world) {
    return Talk.messages(world.redis().model().all(World.ROOM));
  }
}
