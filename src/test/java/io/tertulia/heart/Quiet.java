package io.tertulia.heart;

import io.tertulia.protocol.Command;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.memory.MemoryRevocations;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.growing.memory.MemoryGrowing;
import io.tertulia.session.house.ActRecorder;
import io.tertulia.session.house.HouseOperations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the log has nothing to do with: nobody is told who is there, everybody may do everything.
 */
public final class Quiet {
  public static final Unmeasured METER = new Unmeasured();

  public static final Presence PRESENCE =
      new Presence() {
        @Override
        public void enter(RoomId room, Identity who) {}

        @Override
        public void leave(RoomId room, Identity who) {}

        @Override
        public Roster roster(RoomId room) {
          return new Roster(0, List.of());
        }

        @Override
        public int count(RoomId room) {
          return 0;
        }
      };

  public static final Access HOUSE =
      new Access() {
        @Override
        public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
          return CompletableFuture.completedFuture(
              new Admitted(Principal.guest(new Identity("someone", "someone", true)), null, 0));
        }

        @Override
        public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
          return CompletableFuture.completedFuture(true);
        }
      };

  public static final HouseOperations OPERATIONS =
      new HouseOperations(
          new MemoryRevocations(Clock.systemUTC()),
          new ActRecorder(act -> {}, InstantSource.system(), address -> address),
          Clock.systemUTC(),
          new HouseOperations.Settings(Duration.ofDays(1), address -> address));

  private Quiet() {}

  /** Nothing ever grows. */
  public static Growths growths(MessageLog log, Bus bus) {
    InstantSource never = () -> Instant.EPOCH;
    return new Growths(
        log, bus, new MemoryGrowing(log, bus, never, never, Duration.ofDays(1)), never);
  }
}
