package io.tertulia.session.registry;

import io.tertulia.session.Session;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions by something that several of them share. Any thread; adding and removing are O(1). */
final class SessionIndex<K> {
  private final ConcurrentHashMap<K, Set<Session>> sessions = new ConcurrentHashMap<>();

  /**
   * One that is there already is there once.
   *
   * @return how many share it now; of several that come at once, no two are told the same
   */
  int add(K key, Session session) {
    int[] count = new int[1];
    sessions.compute(
        key,
        (same, known) -> {
          Set<Session> all = known == null ? ConcurrentHashMap.newKeySet(1) : known;
          all.add(session);
          count[0] = all.size();
          return all;
        });
    return count[0];
  }

  /** One that is not there is no matter. */
  void remove(K key, Session session) {
    sessions.computeIfPresent(
        key,
        (same, known) -> {
          known.remove(session);
          return known.isEmpty() ? null : known;
        });
  }

  Collection<Session> of(K key) {
    return sessions.getOrDefault(key, Set.of());
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }
}
