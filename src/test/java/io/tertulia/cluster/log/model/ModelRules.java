package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.format.reading.ChangeReader;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules and people of one room, and what the scripts do to them, said in Java. */
final class ModelRules {
  private RoomRules rules = RoomRules.NONE;
  private String title = "";
  private String topic = "";
  private final Map<String, Standing> people = new HashMap<>();
  private final Map<String, Long> waitUntil = new HashMap<>();

  ModelRules() {}

  /** A copy. */
  ModelRules(ModelRules other) {
    rules = other.rules;
    title = other.title;
    topic = other.topic;
    people.putAll(other.people);
    waitUntil.putAll(other.waitUntil);
  }

  @Nullable RoomRules rules() {
    return rules.exist() ? rules : null;
  }

  Right right(Authority who) {
    return Right.of(who, rules, people.getOrDefault(who.id(), Standing.NONE));
  }

  @Nullable AppendReply refusal(Authority who, Draft draft, long now) {
    Right right = right(who);
    Right.Denial no = right.toSay(now);
    if (no == null && !isAtLeast(right, draft.needs().least())) {
      no = new Right.Denial(Right.Why.NO_NOTICE, 0);
    }
    if (no != null) {
      return new LogServer.Denied(no);
    }
    long pause = waitUntil.getOrDefault(who.id(), 0L) - now;
    return draft.isMessage() && right.slow() > 0 && pause > 0 ? new LogServer.Slow(pause) : null;
  }

  static boolean isAtLeast(Right right, Role least) {
    return right.isAdmin() || right.role().isAtLeast(least);
  }

  void said(Authority who, long now) {
    waitUntil.put(who.id(), now + right(who).slow() * 1000L);
  }

  boolean isOutdated(RuleChange change, boolean used) {
    return change.version() != rules.version() || (change.onlyUnused() && used);
  }

  void apply(RuleChange change) {
    rules = change.rules();
    title = Objects.requireNonNullElse(change.title(), title);
    topic = Objects.requireNonNullElse(change.topic(), topic);
    RuleChange.Person person = change.person();
    if (person != null) {
      people.put(person.user(), person.standing());
    }
  }

  RoomState look(List<String> asked, boolean used, long now) {
    Map<String, Standing> found = new HashMap<>(people);
    found.keySet().retainAll(asked);
    return new RoomState(rules, title, topic, used, found, now);
  }

  /** What an entry that was put back had changed. */
  void again(Entry entry) {
    switch (ChangeReader.read(entry.json())) {
      case Event.RoomChanged room -> {
        rules =
            new RoomRules(
                rules.version() + 1,
                Policy.Read.valueOf(room.read().toUpperCase(Locale.ROOT)),
                Policy.Say.valueOf(room.say().toUpperCase(Locale.ROOT)),
                room.slow(),
                rules.owners(),
                rules.people());
        title = room.title();
        topic = room.topic();
        if (room.owner() != null) {
          person(room.owner(), Role.OWNER, null, null);
        }
      }
      case Event.MemberChanged member when !member.kicked() ->
          person(
              member.user(),
              member.role() == null ? null : Role.parse(member.role()),
              end(member.muted(), member.until()),
              end(member.banned(), member.until()));
      case null, default -> {}
    }
  }

  private static @Nullable Long end(@Nullable Boolean on, long until) {
    return on == null ? null : on ? (Long) until : (Long) 0L;
  }

  private void person(
      String user, @Nullable Role role, @Nullable Long muted, @Nullable Long banned) {
    Standing before = people.getOrDefault(user, Standing.NONE);
    Standing after =
        new Standing(
            role == null ? before.role() : role,
            muted == null ? before.mutedUntil() : muted,
            banned == null ? before.bannedUntil() : banned);
    int owners = (after.role() == Role.OWNER ? 1 : 0) - (before.role() == Role.OWNER ? 1 : 0);
    rules =
        new RoomRules(
            rules.version() + 1,
            rules.read(),
            rules.say(),
            rules.slow(),
            rules.owners() + owners,
            rules.people() + (people.containsKey(user) ? 0 : 1));
    people.put(user, after);
  }
}
