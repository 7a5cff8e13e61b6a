package io.tertulia.trial.rows.living;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The mids of what was said lately, for others to react to. Any thread. */
final class Board {
  private static final int KEPT = 40;
  private final List<String> mids = new ArrayList<>();

  synchronized void add(String mid) {
    mids.add(mid);
    if (mids.size() > KEPT) {
      mids.removeFirst();
    }
  }

  synchronized @Nullable String any(RandomGenerator random) {
    return mids.isEmpty() ? null : mids.get(random.nextInt(mids.size()));
  }
}
