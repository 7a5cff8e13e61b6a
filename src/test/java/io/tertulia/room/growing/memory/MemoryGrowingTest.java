package io.tertulia.room.growing.memory;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.growing.GrowingContract;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

class MemoryGrowingTest extends GrowingContract {
  private static final Duration DAY = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock();
  private final MemoryBus bus = new MemoryBus();
  private final List<String> announced = new ArrayList<>();
  private final MemoryGrowing growing =
      new MemoryGrowing(
          new MemoryMessageLog(
              bus,
              new Retention(100, DAY, 1 << 20, 1 << 20, DAY, 100),
              clock,
              clock,
              new Random(1)),
          bus,
          clock,
          clock,
          Duration.ofMinutes(10));

  MemoryGrowingTest() {
    bus.listen(
        new Bus.Listener() {
          @Override
          public void onEntry(RoomId in, Entry entry) {}

          @Override
          public void onEphemeral(RoomId in, byte[] json) {
            announced.add(new String(json, StandardCharsets.UTF_8));
          }

          @Override
          public void onFork(RoomId in, long late) {}
        });
  }

  @BeforeEach
  void listen() {
    var _ = bus.subscribe(room);
  }

  @Override
  protected Growing growing() {
    return growing;
  }

  @Override
  protected List<String> announced() {
    return announced;
  }

  @Override
  protected void pass(Duration time) {
    clock.pass(time);
  }
}
