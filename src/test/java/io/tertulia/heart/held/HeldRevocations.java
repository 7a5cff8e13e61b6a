package io.tertulia.heart.held;

import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Revocations of a cluster whose Redis can be away. */
public final class HeldRevocations implements Revocations {
  private final Revocations revocations;
  private @Nullable Outcome away;

  public HeldRevocations(Revocations revocations) {
    this.revocations = revocations;
  }

  /** From now on nothing can be added, or learned of; what was known holds. Null for back again. */
  public void away(@Nullable Outcome outcome) {
    away = outcome;
  }

  @Override
  public @Nullable Revocation against(Principal who) {
    return revocations.against(who);
  }

  @Override
  public @Nullable Revocation against(String address) {
    return revocations.against(address);
  }

  @Override
  public boolean isCurrent() {
    return away == null;
  }

  @Override
  public CompletionStage<Outcome> add(Revocation revocation) {
    return away == null ? revocations.add(revocation) : CompletableFuture.completedStage(away);
  }

  @Override
  public void listen(Listener listener) {
    revocations.listen(listener);
  }
}
