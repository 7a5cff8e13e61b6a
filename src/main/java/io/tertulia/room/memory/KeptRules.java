package io.tertulia.room.memory;

import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is stored of a room's rules and people. Guarded by the lock of {@link MemoryMessageLog}. */
final class KeptRules {
  private RoomRules rules = RoomRules.NONE;
  private String title = "";
  private String topic = "";
  private final Map<String, Standing> people = new HashMap<>(2);

  /** Who said something in the last seconds of a slow room, the oldest first. */
  private final Deque<Said> says = new ArrayDeque<>(0);

  private final Map<String, Long> lastSaid = new HashMap<>(0);

  private record Said(String who, long at) {}

  boolean exist() {
    return rules.exist();
  }

  Right right(Authority who) {
    return Right.of(who, rules, people.getOrDefault(who.id(), Standing.NONE));
  }

  RoomState look(List<String> asked, boolean isUsed, long now) {
    Map<String, Standing> found = new HashMap<>();
    for (String user : asked) {
      Standing known = people.get(user);
      if (known != null) {
        found.put(user, known);
      }
    }
    return new RoomState(rules, title, topic, isUsed, found, now);
  }

  /** Why this one may not write that now, null when it may. */
  @Nullable Refused refusal(Authority who, Draft draft, long now) {
    Right right = right(who);
    Right.Denial denial = right.toSay(now);
    if (denial == null && !isAtLeast(right, draft.needs().least())) {
      denial = new Right.Denial(Right.Why.NO_NOTICE, 0);
    }
    if (denial != null) {
      return Refused.denied(denial);
    }
    long wait = right.slow() * 1000L - (now - lastSaid.getOrDefault(who.id(), 0L));
    return draft.isMessage() && right.slow() > 0 && wait > 0 ? Refused.slow(wait) : null;
  }

  /** Whether this one may delete what others said. */
  boolean moderates(Authority who) {
    return isAtLeast(right(who), Role.MODERATOR);
  }

  private static boolean isAtLeast(Right right, Role least) {
    return right.isAdmin() || right.role().isAtLeast(least);
  }

  void said(Authority who, long now) {
    int slow = right(who).slow();
    if (slow == 0) {
      return;
    }
    says.add(new Said(who.id(), now));
    lastSaid.put(who.id(), now);
    while (now - says.element().at >= slow * 1000L) {
      Said oldest = says.remove();
      lastSaid.remove(oldest.who, oldest.at);
    }
  }

  /** Whether the room is not any more as the change was judged by. */
  boolean isOutdated(RuleChange change, boolean isUsed) {
    return change.version() != rules.version() || (change.onlyUnused() && isUsed);
  }

  void apply(RuleChange change) {
    rules = change.rules();
    title = change.title() == null ? title : change.title();
    topic = change.topic() == null ? topic : change.topic();
    RuleChange.Person person = change.person();
    if (person != null) {
      people.put(person.user(), person.standing());
    }
  }
}
