package io.tertulia.room.mine.memory;

import io.tertulia.room.mine.News;
import org.jspecify.annotations.Nullable;

/** Of a node that stands alone: the one that tells is the one that hears. */
public final class LocalNews implements News {
  private volatile @Nullable Listener listener;

  @Override
  public void tell(Item item) {
    Listener to = listener;
    if (to != null) {
      to.told(item);
    }
  }

  @Override
  public void listen(Listener one) {
    listener = one;
  }
}
