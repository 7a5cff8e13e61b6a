package io.tertulia.cluster.log.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.AmendmentContract;
import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.Talk;
import io.tertulia.cluster.log.model.ModelRedis.State;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model keeps the contract that Redis keeps. */
class ModelLogServerTest extends AmendmentContract {
  @Override
  protected LogWorld open(LogLimits limits) {
    return new ModelWorld(limits);
  }

  @Test
  void what_is_stored_is_published_and_the_past_can_be_had_again() {
    long[] now = {1000};
    ModelRedis first = new ModelRedis(() -> now[0], PLENTY, "first", State.empty());
    List<String> heard = new ArrayList<>();
    first.onPublish((room, payload) -> heard.add(EntryBytes.parse(payload).mid()));
    Talk said = new Talk(new ModelLogServer(() -> first), ROOM);
    said.say("a");
    now[0] = 2000;
    said.say("b");

    ModelRedis second = new ModelRedis(() -> now[0], PLENTY, "second", first.stateAt(1500));

    assertThat(heard).containsExactly("a", "b");
    assertThat(second.all(ROOM)).extracting(Entry::mid).containsExactly("a");
    assertThat(first.all(ROOM)).extracting(Entry::mid).containsExactly("a", "b");
  }
}
