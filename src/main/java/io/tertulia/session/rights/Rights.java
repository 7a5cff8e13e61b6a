package io.tertulia.session.rights;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Access.Admission;
import io.tertulia.room.access.Access.Rejected;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.own.MemoryOwnRooms;
import io.tertulia.room.members.own.OwnRooms;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The questions to access, as all doors ask them. Never throws; any thread. */
public final class Rights {
  private static final System.Logger LOG = System.getLogger(Rights.class.getName());

  /** Seconds that access may take: a client's commands wait, and its deadlines with them. */
  private static final long PATIENCE = 10;

  /** It cannot be found out now. */
  public static final Admission UNKNOWN =
      new Rejected(ErrorCode.UNAVAILABLE, null, "Who you are is not known now; try again.");

  private final Access access;
  private final Ownership ownership;

  /**
   * How many rooms one person may give rules to.
   *
   * @param rooms counts them
   */
  public record Ownership(OwnRooms rooms, int most) {}

  /** Where nobody counts rooms. */
  public Rights(Access access) {
    this(access, new Ownership(new MemoryOwnRooms(), Integer.MAX_VALUE));
  }

  public Rights(Access access, Ownership ownership) {
    this.access = access;
    this.ownership = ownership;
  }

  public Ownership ownership() {
    return ownership;
  }

  /** As {@link Access#takesTokens}. */
  public boolean takeTokens() {
    return access.takesTokens();
  }

  /** As {@link Access#expelled}. */
  public @Nullable Rejected expelled(Principal who) {
    return access.expelled(who);
  }

  /** As {@link Access#isBanned}. */
  public boolean isBanned(String address) {
    return access.isBanned(address);
  }

  /**
   * @param already who it is since an earlier hello
   * @return never completes exceptionally: who cannot be known now is rejected
   */
  public CompletableFuture<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    CompletableFuture<Admission> asked = ask(() -> access.admit(hello, already));
    return asked.isDone() && !asked.isCompletedExceptionally()
        ? asked
        : asked.exceptionally(failure -> UNKNOWN);
  }

  /** As {@link Access#authority}. */
  public Authority authority(Principal who, RoomId room) {
    return access.authority(who, room);
  }

  /** As {@link Access#mayCreate}. */
  public boolean mayCreate(Principal who) {
    return access.mayCreate(who);
  }

  /**
   * @return what {@link Permission#refusal} makes words of; exceptionally when it is not known now
   */
  public CompletableFuture<Boolean> ask(Permission permission, Principal who, RoomId room) {
    return ask(() -> access.allows(who, permission.action, room));
  }

  private static <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
    try {
      CompletableFuture<T> answer = question.get().toCompletableFuture();
      return answer.isDone() ? answer : answer.copy().orTimeout(PATIENCE, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "access could not be asked", e);
      return CompletableFuture.failedFuture(e);
    }
  }
}
