package io.tertulia.cluster.presence;

import static io.tertulia.cluster.presence.PresenceCluster.LEASE;
import static io.tertulia.cluster.presence.PresenceCluster.LEAVE;
import static io.tertulia.cluster.presence.PresenceCluster.who;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.presence.PresenceCluster.Member;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever comes, goes, crashes, stops and gets lost: when it is over, every node sees who is
 * there, and remembers nobody else.
 */
class AgreementProperty {
  private static final int NODES = 3;
  private static final List<RoomId> ROOMS = List.of(new RoomId("plaza"), new RoomId("patio"));

  enum Act {
    ENTER,
    LEAVE,
    CRASH_AND_START,
    GOODBYE_AND_START,
    CUT,
    CUT_SILENTLY,
    REDIS_AWAY,
    ALL_BACK,
    STOP,
    GO_ON,
    LOSE_SOME,
    LOSE_NOTHING,
    MOMENT,
    SECONDS
  }

  record Step(Act act, int node, int person, int room) {}

  /** A connection of a person to a room. */
  record Place(String person, RoomId room) {}

  private final PresenceCluster cluster = new PresenceCluster();
  private final Map<Member, Collection<Place>> truth = new HashMap<>();

  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
  void in_the_end_all_nodes_agree_with_the_truth(@ForAll("steps") List<Step> steps) {
    new AgreementProperty().check(steps);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> often = Arbitraries.of(Act.ENTER, Act.LEAVE, Act.MOMENT, Act.SECONDS);
    Arbitrary<Act> acts = Arbitraries.oneOf(often, Arbitraries.of(Act.class));
    return Combinators.combine(
            acts,
            Arbitraries.integers().between(0, NODES - 1),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, ROOMS.size() - 1))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private void check(List<Step> steps) {
    for (int i = 0; i < NODES; i++) {
      start("n" + i);
    }
    steps.forEach(this::perform);
    cluster.hub.loses = (to, message) -> false;
    cluster.nodes.forEach(node -> node.stopped = false);
    cluster.hub.places.forEach(ChannelHub.Place::up);
    cluster.pass(LEASE.plus(LEAVE).plusSeconds(4));
    for (Member node : cluster.nodes) {
      for (RoomId room : ROOMS) {
        assertThat(node.sees(room)).as("of %s", room).isEqualTo(there(room));
        assertThat(node.presence.count(room)).isEqualTo(there(room).size());
      }
      long known = truth.values().stream().mapToLong(places -> Set.copyOf(places).size()).sum();
      assertThat(node.presence.size()).isEqualTo((int) known);
    }
    assertThatAllLeaveOnce();
  }

  /** No connection is counted that is not there: it would keep a member for ever. */
  private void assertThatAllLeaveOnce() {
    truth.forEach(
        (node, places) -> places.forEach(p -> node.presence.leave(p.room(), who(p.person()))));
    cluster.pass(LEAVE.plusSeconds(2));
    for (Member node : cluster.nodes) {
      assertThat(ROOMS).allSatisfy(room -> assertThat(node.presence.count(room)).isZero());
      assertThat(node.presence.size()).isZero();
    }
  }

  private void perform(Step step) {
    Member node = cluster.nodes.get(step.node % cluster.nodes.size());
    Place place = new Place("p" + step.person, ROOMS.get(step.room));
    switch (step.act) {
      case ENTER -> {
        if (!node.stopped) {
          truth.get(node).add(place);
          node.presence.enter(place.room(), who(place.person()));
        }
      }
      case LEAVE -> {
        if (!node.stopped) {
          truth.get(node).remove(place);
          node.presence.leave(place.room(), who(place.person()));
        }
      }
      case CRASH_AND_START -> startAgain(node, step.node);
      case GOODBYE_AND_START -> {
        node.presence.goodbye();
        startAgain(node, step.node);
      }
      case CUT -> node.place.down();
      case CUT_SILENTLY -> node.place.cutSilently();
      case REDIS_AWAY -> cluster.hub.places.forEach(ChannelHub.Place::down);
      case ALL_BACK -> cluster.hub.places.forEach(ChannelHub.Place::up);
      case STOP -> node.stopped = true;
      case GO_ON -> node.stopped = false;
      case LOSE_SOME -> {
        Random dice = new Random(step.person);
        cluster.hub.loses = (to, message) -> dice.nextInt(10) < 2 + step.room * 3;
      }
      case LOSE_NOTHING -> cluster.hub.loses = (to, message) -> false;
      case MOMENT -> cluster.pass(Duration.ofMillis(100L * (1 + step.person)));
      case SECONDS -> cluster.pass(Duration.ofSeconds(1 + 2L * step.person));
    }
  }

  private void startAgain(Member node, int number) {
    truth.remove(node);
    node.crash();
    start("n" + number);
  }

  private void start(String name) {
    truth.put(cluster.node(name), new ArrayList<>());
  }

  private Set<String> there(RoomId room) {
    Stream<Place> all = truth.values().stream().flatMap(Collection::stream);
    Set<String> names = new TreeSet<>();
    all.filter(place -> place.room().equals(room)).forEach(place -> names.add(place.person()));
    return names;
  }
}
