package io.tertulia.room.access.memory;

import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.RevocationSet;
import io.tertulia.room.access.Revocations;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The revocations of a node that stands alone: they end with it. */
public final class MemoryRevocations implements Revocations {
  private final Clock clock;
  private final RevocationSet set;
  private final int most;
  private volatile @Nullable Listener listener;

  public MemoryRevocations(Clock clock) {
    this(clock, MOST);
  }

  MemoryRevocations(Clock clock, int most) {
    this.clock = clock;
    this.set = new RevocationSet(clock);
    this.most = most;
  }

  @Override
  public @Nullable Revocation against(Principal who) {
    return set.against(who);
  }

  @Override
  public @Nullable Revocation against(String address) {
    return set.against(address);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public CompletionStage<Outcome> add(Revocation revocation) {
    Revocation stamped;
    synchronized (set) {
      if (!set.hasRoom(revocation, most)) {
        return CompletableFuture.completedStage(Outcome.FULL);
      }
      stamped = set.stamped(revocation, clock.millis());
      set.apply(stamped, RevocationSet.NOWHERE, version -> {});
    }
    Listener to = listener;
    if (to != null) {
      to.added(stamped);
    }
    return CompletableFuture.completedStage(Outcome.DONE);
  }

  @Override
  public void listen(Listener one) {
    listener = one;
  }

  /** Forgets what is over. */
  public void tick() {
    synchronized (set) {
      set.sweep(version -> {});
    }
  }
}
