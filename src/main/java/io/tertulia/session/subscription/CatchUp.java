package io.tertulia.session.subscription;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those of one client's subscriptions that are behind. One page is read at a time, in turns, and
 * only when there is place for it. On the client's loop only.
 */
public final class CatchUp {
  private final Sink sink;
  private final Set<Subscription> lagging = new LinkedHashSet<>(0);

  /** The one whose page is under way. */
  private @Nullable Subscription reading;

  private boolean goingOn;

  public CatchUp(Sink sink) {
    this.sink = sink;
  }

  Sink sink() {
    return sink;
  }

  public boolean isBehind() {
    return !lagging.isEmpty();
  }

  /** A page for the next one that is behind, when there is room. */
  public void goOn() {
    goingOn = false;
    if (reading == null && !lagging.isEmpty() && sink.hasRoom()) {
      Subscription next = lagging.iterator().next();
      lagging.remove(next);
      reading = next;
      next.goOn();
    }
  }

  /** Nobody reads any more. */
  public void clear() {
    lagging.clear();
    reading = null;
  }

  /** Has this one go on reading as soon as there is room, others first. */
  void lags(Subscription subscription) {
    lagging.add(subscription);
    goOnSoon();
  }

  private void goOnSoon() {
    if (!sink.hasRoom()) {
      sink.watch();
    } else if (!goingOn) {
      goingOn = true;
      sink.goOnSoon();
    }
  }

  /** Whether this one may read a page now; if so, {@link #pageCame} has to follow. */
  boolean mayRead(Subscription subscription) {
    if (reading != null) {
      return false;
    }
    reading = subscription;
    return true;
  }

  /** The page of this one came, or will be of no use. */
  void pageCame(Subscription subscription) {
    if (subscription.equals(reading)) {
      reading = null;
      if (!lagging.isEmpty()) {
        goOnSoon();
      }
    }
  }

  /** Has this one, whose read failed, try again in a while, and the others with it. */
  void failed(Subscription subscription) {
    reading = subscription.equals(reading) ? null : reading;
    lagging.add(subscription);
    sink.watch();
  }

  /** This one reads no more. */
  void forget(Subscription subscription) {
    lagging.remove(subscription);
    pageCame(subscription);
  }
}
