package io.tertulia.room.access;

import io.tertulia.room.access.Revocation.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Revocations as a node holds them: by what they are about. Any thread may ask; one changes. */
public final class RevocationSet {
  /** Of one that no list is known to have. */
  public static final long NOWHERE = 0;

  private final Map<Kind, Map<String, Held>> kinds = new EnumMap<>(Kind.class);
  private final Clock clock;

  /**
   * Small, because there may be very many.
   *
   * @param version its place in the list of all nodes, or {@link #NOWHERE}
   */
  private record Held(long before, long until, long at, long version) {
    Revocation of(Kind kind, String name) {
      return new Revocation(kind, name, before, until, at);
    }
  }

  public RevocationSet(Clock clock) {
    this.clock = clock;
    for (Kind kind : Kind.values()) {
      kinds.put(kind, new ConcurrentHashMap<>());
    }
  }

  /** As {@link Revocations#against(Principal)}. */
  public @Nullable Revocation against(Principal who) {
    String id = who.who().id();
    Revocation found = find(Kind.USER, id);
    String token = who.credential().id();
    if (found == null && token != null) {
      found = find(Kind.TOKEN, token);
    }
    if (found == null) {
      Revocation earlier = find(Kind.CREDENTIALS, id);
      found = earlier != null && who.credential().issuedAt() < earlier.before() ? earlier : null;
    }
    return found;
  }

  /** As {@link Revocations#against(String)}. */
  public @Nullable Revocation against(String address) {
    return find(Kind.ADDRESS, address);
  }

  private @Nullable Revocation find(Kind kind, String name) {
    Held held = of(kind).get(name);
    return held != null && clock.millis() < held.until ? held.of(kind, name) : null;
  }

  /** The same, stamped so that it supersedes what is held about the same. */
  public Revocation stamped(Revocation revocation, long now) {
    Held held = of(revocation.kind()).get(revocation.name());
    long at = held == null ? now : Math.max(now, held.at + 1);
    return new Revocation(
        revocation.kind(), revocation.name(), revocation.before(), revocation.until(), at);
  }

  /**
   * Takes one in, unless what is held counts.
   *
   * @param version its place in the list of all nodes
   * @param needless is told the versions that nobody needs any more
   * @return whether it is news
   */
  public boolean apply(Revocation revocation, long version, LongConsumer needless) {
    Map<String, Held> of = of(revocation.kind());
    Held next = new Held(revocation.before(), revocation.until(), revocation.at(), version);
    Held held = of.get(revocation.name());
    if (held == null) {
      of.put(revocation.name(), next);
      return true;
    }
    Revocation known = held.of(revocation.kind(), revocation.name());
    boolean news = revocation.supersedes(known);
    if (news || (!known.supersedes(revocation) && version != NOWHERE)) {
      of.put(revocation.name(), next);
      tell(held.version, version, needless);
    } else {
      tell(version, held.version, needless);
    }
    return news;
  }

  private static void tell(long older, long kept, LongConsumer needless) {
    if (older != NOWHERE && older != kept) {
      needless.accept(older);
    }
  }

  /** Of nothing that is held it is known any more where it stands. */
  public void unplace() {
    kinds
        .values()
        .forEach(
            of ->
                of.replaceAll((name, held) -> new Held(held.before, held.until, held.at, NOWHERE)));
  }

  /** What no list is known to have. */
  public List<Revocation> unplaced() {
    List<Revocation> all = new ArrayList<>();
    kinds.forEach(
        (kind, of) ->
            of.forEach(
                (name, held) -> {
                  if (held.version == NOWHERE) {
                    all.add(held.of(kind, name));
                  }
                }));
    return all;
  }

  /**
   * Forgets what is over.
   *
   * @param needless is told the versions of it
   */
  public void sweep(LongConsumer needless) {
    long now = clock.millis();
    kinds.forEach(
        (kind, of) ->
            of.entrySet()
                .removeIf(
                    entry -> {
                      Held held = entry.getValue();
                      boolean over = held.of(kind, entry.getKey()).forgottenAt() <= now;
                      if (over) {
                        tell(held.version, NOWHERE, needless);
                      }
                      return over;
                    }));
  }

  public void clear() {
    kinds.values().forEach(Map::clear);
  }

  /** Whether one more fits in; what only changes one that is held always does. */
  public boolean hasRoom(Revocation revocation, int most) {
    return of(revocation.kind()).containsKey(revocation.name()) || size() < most;
  }

  /** Those that were lifted a short while ago count as well. */
  public int size() {
    return kinds.values().stream().mapToInt(Map::size).sum();
  }

  private Map<String, Held> of(Kind kind) {
    Map<String, Held> of = kinds.get(kind);
    if (of == null) {
      throw new IllegalStateException("a map is there for each kind");
    }
    return of;
  }
}
