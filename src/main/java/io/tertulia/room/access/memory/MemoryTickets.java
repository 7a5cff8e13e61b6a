package io.tertulia.room.access.memory;

import io.tertulia.room.access.Tickets;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tickets of a node that stands alone. Above a bound of bytes no more are kept. */
public final class MemoryTickets implements Tickets {
  /** About what the names and the objects of one take. */
  private static final long EACH = 256;

  private final InstantSource time;
  private final long most;

  /** All live equally long, so the first is the oldest. Guarded by this, as the next. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private long bytes;

  /**
   * @param until monotonic milliseconds
   */
  private record Kept(String secret, long until) {
    long bytes() {
      return secret.length() + EACH;
    }
  }

  /**
   * @param time monotonic
   * @param most bytes of all together; what comes above finds no place
   */
  public MemoryTickets(InstantSource time, long most) {
    this.time = time;
    this.most = most;
  }

  @Override
  public synchronized CompletionStage<Boolean> put(String name, String secret) {
    tick();
    Kept ticket = new Kept(secret, time.millis() + LIFE.toMillis());
    boolean fits = bytes + ticket.bytes() <= most;
    if (fits) {
      kept.put(name, ticket);
      bytes += ticket.bytes();
    }
    return CompletableFuture.completedStage(fits);
  }

  @Override
  public synchronized CompletionStage<@Nullable String> take(String name) {
    tick();
    Kept ticket = kept.remove(name);
    if (ticket == null) {
      return CompletableFuture.completedStage(null);
    }
    bytes -= ticket.bytes();
    return CompletableFuture.completedStage(ticket.secret);
  }

  /** Forgets those whose time is over. */
  public synchronized void tick() {
    long now = time.millis();
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Kept ticket = oldest.next();
      if (now < ticket.until) {
        return;
      }
      bytes -= ticket.bytes();
      oldest.remove();
    }
  }

  /** Bytes that are kept. */
  public synchronized long bytes() {
    return bytes;
  }
}
