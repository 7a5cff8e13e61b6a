package io.tertulia.trial.machine;

import io.tertulia.trial.machine.Processes.One;

/**
 * What the trial's processes and others have taken since they were first looked at.
 *
 * <p>Who ends gives all that it ever took to who waits for it, whoever that is and however he is
 * reckoned. So only that much of it counts as has not been seen before: what was taken since the
 * last look, and by those who came and went between two.
 */
final class Ticks {
  private long own;
  private long others;
  private Processes last = Processes.NONE;

  /** Seen before, of those that ended; who waits for them may be shown with it one look later. */
  private long ended;

  long own() {
    return own;
  }

  long others() {
    return others;
  }

  Processes last() {
    return last;
  }

  void seen(Processes now) {
    if (last.all().isEmpty()) {
      last = now;
    }
    long endedBefore = ended;
    ended = 0;
    last.all().forEach((pid, one) -> ended += now.all().containsKey(pid) ? 0 : all(one));
    long known = ended + endedBefore;
    long ownChildren = 0;
    long otherChildren = 0;
    for (var entry : now.all().entrySet()) {
      One one = entry.getValue();
      One before = last.all().getOrDefault(entry.getKey(), new One(0, false, false, 0, 0));
      if (one.ours()) {
        own += Math.max(0, one.self() - before.self());
        ownChildren += Math.max(0, one.children() - before.children());
      } else if (one.takes()) {
        others += Math.max(0, one.self() - before.self());
        otherChildren += Math.max(0, one.children() - before.children());
      }
    }
    own += Math.max(0, ownChildren - known);
    long left = Math.max(0, known - ownChildren);
    others += Math.max(0, otherChildren - left);
    ended = Math.max(0, ended - ownChildren - otherChildren);
    last = now;
  }

  private static long all(One one) {
    return one.self() + one.children();
  }
}
