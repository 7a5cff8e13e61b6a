package io.tertulia.cluster.house;

import io.tertulia.room.access.Audit.Act;
import io.tertulia.room.access.Revocation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The house as it lies in Redis. Revocations are a list in which each has its version, ascending;
 * of two about the same the later counts. Any thread; stages complete on the cluster's loop,
 * exceptionally with {@link io.tertulia.cluster.log.LogServer.Unanswered} where Redis did not
 * answer, or with what it refused it by.
 */
public interface HouseStore {
  /**
   * Where the list ends.
   *
   * @param epoch another one whenever this Redis may have lost something, or another has its place
   * @param version of the last that was added
   */
  record Head(String epoch, long version) {}

  /**
   * @param revocation null for one that only a later release understands
   */
  record Listed(long version, @Nullable Revocation revocation) {}

  /**
   * What nobody needs any more. In another epoch the same versions are others.
   *
   * @param epoch in which the versions were seen
   */
  record Needless(String epoch, List<Long> versions) {
    static final Needless NONE = new Needless("", List.of());
  }

  /**
   * Adds some to the list, if any, in one step.
   *
   * @param nonce the name of the epoch to begin if one has to begin; never given twice
   * @param needless is dropped, if it is this list's
   */
  CompletionStage<Head> change(String nonce, Needless needless, List<Revocation> added);

  /** The next of the list, in order; fewer than the limit only when there are no more. */
  CompletionStage<List<Listed>> after(long version, int limit);

  /**
   * Adds to the list of acts, of which the newest are kept.
   *
   * @param at milliseconds of the wall clock
   */
  CompletionStage<Boolean> write(long at, Act act);
}
