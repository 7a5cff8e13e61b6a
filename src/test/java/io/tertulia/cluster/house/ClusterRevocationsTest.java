package io.tertulia.cluster.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.room.access.Audit.Act;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocation.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a node drops of the list, when the list becomes another one under its hands. */
class ClusterRevocationsTest {
  private final ManualClock clock = new ManualClock();
  private final Shelf shelf = new Shelf();
  private final ClusterRevocations revocations =
      new ClusterRevocations(
          shelf, new Deaf(), new ClusterRevocations.Times(clock, clock), new Random(1));

  /** One Redis, of which another takes the place while the next drop is on its way. */
  private static final class Shelf implements HouseStore {
    private final TreeMap<Long, Revocation> list = new TreeMap<>();
    private String epoch = "first";
    private long top;
    private boolean failsOver;

    @Override
    public CompletionStage<Head> change(String nonce, Needless needless, List<Revocation> added) {
      if (failsOver && !needless.versions().isEmpty()) {
        failsOver = false;
        epoch = "second";
        top = 0;
        list.clear();
        add(ban("of-another-node"));
      }
      if (needless.epoch().equals(epoch)) {
        needless.versions().forEach(list::remove);
      }
      added.forEach(this::add);
      return CompletableFuture.completedStage(new Head(epoch, top));
    }

    private void add(Revocation one) {
      list.put(++top, one);
    }

    @Override
    public CompletionStage<List<Listed>> after(long version, int limit) {
      return CompletableFuture.completedStage(
          list.tailMap(version, false).entrySet().stream()
              .limit(limit)
              .map((Map.Entry<Long, Revocation> one) -> new Listed(one.getKey(), one.getValue()))
              .toList());
    }

    @Override
    public CompletionStage<Boolean> write(long at, Act act) {
      return CompletableFuture.completedStage(true);
    }
  }

  private static final class Deaf implements NodeMessages {
    @Override
    public <T> void listen(Topic<T> topic, Listener<T> listener) {}

    @Override
    public <T> void publish(Topic<T> topic, T message) {}
  }

  private static Revocation ban(String user) {
    return new Revocation(Kind.USER, user, 0, Revocation.FOR_GOOD, 1);
  }

  @Test
  void what_is_superseded_is_dropped() {
    revocations.add(ban("ana"));
    revocations.add(ban("ana"));
    revocations.tick();
    assertThat(shelf.list).hasSize(1);
  }

  @Test
  void a_version_of_before_a_fail_over_is_not_dropped_after_it() {
    revocations.add(ban("ana"));
    shelf.failsOver = true;
    revocations.add(ban("ana"));
    revocations.tick();
    assertThat(shelf.list.values()).extracting(Revocation::name).contains("of-another-node", "ana");
    revocations.add(ban("ana"));
    revocations.tick();
    assertThat(shelf.list.values())
        .extracting(Revocation::name)
        .containsExactlyInAnyOrder("of-another-node", "ana");
  }
}
