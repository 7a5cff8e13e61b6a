package io.tertulia.room.members.acts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Right.Denial;
import io.tertulia.room.members.Right.Why;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import io.tertulia.room.members.acts.Judge.Already;
import io.tertulia.room.members.acts.Judge.Changes;
import io.tertulia.room.members.acts.Judge.Outcome;
import io.tertulia.room.members.acts.Judge.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The table of who may what on whom, said a second time in plain conditions and compared for every
 * actor, policy, state, act and target. None is left out.
 */
class JudgeTest {
  private static final long NOW = 1_000_000;
  private static final String ME = "ana";
  private static final String OTHER = "bo";

  /** Where an actor has its role from. */
  private enum Source {
    STORED,
    TOKEN
  }

  /** What is stored of somebody beside the role. */
  private enum State {
    FREE(0, 0),
    MUTED(NOW + 1, 0),
    BANNED(0, NOW + 1),
    OVER(NOW, NOW);

    private final long muted;
    private final long banned;

    State(long muted, long banned) {
      this.muted = muted;
      this.banned = banned;
    }

    Standing of(Role role) {
      return new Standing(role, muted, banned);
    }
  }

  private record Actor(Role role, Source source, boolean isAdmin, State state) {
    Authority authority() {
      return new Authority(ME, source == Source.TOKEN ? role : Role.NONE, isAdmin, Policy.OPEN);
    }

    Standing stored() {
      return state.of(source == Source.STORED ? role : Role.NONE);
    }

    boolean isAtLeast(Role least) {
      return isAdmin || role.isAtLeast(least);
    }
  }

  private static List<Actor> actors() {
    List<Actor> all = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Source source : Source.values()) {
        for (State state : State.values()) {
          all.add(new Actor(role, source, false, state));
          all.add(new Actor(role, source, true, state));
        }
      }
    }
    return all;
  }

  private static List<RoomRules> rules() {
    List<RoomRules> all = new ArrayList<>();
    for (Policy.Read read : Policy.Read.values()) {
      for (Policy.Say say : Policy.Say.values()) {
        all.add(new RoomRules(7, read, say, 3, 2, 9));
      }
    }
    return all;
  }

  private static RoomState room(RoomRules rules, Actor actor, @Nullable Standing other) {
    Map<String, Standing> people = new HashMap<>();
    people.put(ME, actor.stored());
    if (other != null) {
      people.put(OTHER, other);
    }
    return new RoomState(rules, "", "", true, people, NOW);
  }

  @Test
  void reading_and_saying_follow_the_table_for_everybody() {
    for (Actor actor : actors()) {
      for (RoomRules rules : rules()) {
        Right right = room(rules, actor, null).right(actor.authority());
        assertThat(right.toRead(NOW))
            .as("%s reads in %s", actor, rules)
            .isEqualTo(read(actor, rules));
        assertThat(right.toSay(NOW)).as("%s says in %s", actor, rules).isEqualTo(say(actor, rules));
        assertThat(right.slow())
            .as("%s waits in %s", actor, rules)
            .isEqualTo(actor.isAtLeast(Role.MODERATOR) ? 0 : 3);
      }
    }
  }

  private static @Nullable Denial read(Actor actor, RoomRules rules) {
    if (actor.isAdmin) {
      return null;
    }
    if (actor.state == State.BANNED) {
      return new Denial(Why.BANNED, NOW + 1);
    }
    boolean stranger = rules.read() == Policy.Read.MEMBERS && actor.role == Role.NONE;
    return stranger ? new Denial(Why.STRANGER, 0) : null;
  }

  private static @Nullable Denial say(Actor actor, RoomRules rules) {
    Denial no = read(actor, rules);
    if (no != null || actor.isAdmin) {
      return no;
    }
    if (actor.state == State.MUTED) {
      return new Denial(Why.MUTED, NOW + 1);
    }
    boolean may =
        switch (rules.over(Policy.OPEN).say()) {
          case ALL -> true;
          case MEMBERS -> actor.role != Role.NONE;
          case MODERATORS -> actor.role == Role.MODERATOR || actor.role == Role.OWNER;
        };
    return may ? null : new Denial(Why.LISTENS, 0);
  }

  @Test
  void acting_on_somebody_follows_the_table_for_every_act_role_policy_and_state() {
    int cases = 0;
    for (Actor actor : actors()) {
      for (RoomRules rules : rules()) {
        for (Standing other : others()) {
          for (Act.OnPerson act : acts(OTHER)) {
            Outcome outcome =
                new Judge(actor.authority(), room(rules, actor, other)).judge(act, false);
            boolean may = read(actor, rules) == null && mayAct(actor, other, act);
            assertThat(!(outcome instanceof Refusal))
                .as("%s does %s to %s in %s: %s", actor, act, other, rules, outcome)
                .isEqualTo(may);
            cases++;
          }
        }
      }
    }
    assertThat(cases).isEqualTo(64 * 6 * 16 * 11);
  }

  private static List<Standing> others() {
    return Stream.of(Role.values())
        .flatMap(role -> Stream.of(State.values()).map(state -> state.of(role)))
        .toList();
  }

  private static List<Act.OnPerson> acts(String user) {
    List<Act.OnPerson> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.add(new Act.Grant(user, role));
    }
    all.add(new Act.Kick(user));
    for (Long time : new Long[] {null, 0L, 5L}) {
      all.add(new Act.Mute(user, time));
      all.add(new Act.Ban(user, time));
    }
    return all;
  }

  private static boolean mayAct(Actor actor, Standing other, Act act) {
    boolean lower = actor.isAdmin || other.role().compareTo(actor.role) < 0;
    if (!(act instanceof Act.Grant(String user, Role given))) {
      return actor.isAtLeast(Role.MODERATOR) && lower;
    }
    boolean high = given.isAtLeast(Role.MODERATOR) || other.role().isAtLeast(Role.MODERATOR);
    if (!actor.isAtLeast(high ? Role.OWNER : Role.MODERATOR)) {
      return false;
    }
    boolean banned = other.bannedUntil() > NOW && given != Role.NONE;
    return !banned && (lower || other.role() == given);
  }

  @Test
  void on_oneself_there_is_only_a_lower_role_and_no_last_owner_leaves() {
    for (Actor actor : actors()) {
      for (RoomRules rules : rules()) {
        for (int owners : new int[] {1, 2}) {
          RoomRules with = new RoomRules(7, rules.read(), rules.say(), 3, owners, 9);
          for (Act.OnPerson act : acts(ME)) {
            Outcome outcome =
                new Judge(actor.authority(), room(with, actor, null)).judge(act, false);
            boolean may = read(actor, rules) == null && mayOnSelf(actor, owners, act);
            assertThat(!(outcome instanceof Refusal))
                .as("%s of %d owners does %s to itself: %s", actor, owners, act, outcome)
                .isEqualTo(may);
          }
        }
      }
    }
  }

  private static boolean mayOnSelf(Actor actor, int owners, Act act) {
    if (!(act instanceof Act.Grant(String user, Role given))) {
      return false;
    }
    boolean owns = actor.stored().role() == Role.OWNER;
    boolean leaves = owns && given != Role.OWNER && owners == 1 && !actor.isAdmin;
    return !leaves && (actor.isAdmin || given.compareTo(actor.stored().role()) <= 0);
  }

  @Test
  void a_policy_is_changed_by_owners_and_its_title_by_moderators_and_nobody_shuts_itself_out() {
    for (Actor actor : actors()) {
      for (RoomRules rules : rules()) {
        for (Policy.Read read : Policy.Read.values()) {
          for (Policy.Say say : Policy.Say.values()) {
            Outcome outcome = configure(actor, rules, new Act.Configure(read, say, null, null, 8));
            boolean may = read(actor, rules) == null && actor.isAtLeast(Role.OWNER);
            assertThat(!(outcome instanceof Refusal)).as("%s in %s", actor, rules).isEqualTo(may);
            if (outcome instanceof Changes(RuleChange change, long until)) {
              assertThat(Right.of(actor.authority(), change.rules(), actor.stored()).toRead(NOW))
                  .isNull();
              assertThat(change.rules().version()).isEqualTo(8);
            }
          }
        }
        Outcome titled = configure(actor, rules, new Act.Configure(null, null, "T", "t", null));
        assertThat(!(titled instanceof Refusal))
            .as("%s titles %s", actor, rules)
            .isEqualTo(read(actor, rules) == null && actor.isAtLeast(Role.MODERATOR));
      }
    }
  }

  private static Outcome configure(Actor actor, RoomRules rules, Act.Configure act) {
    return new Judge(actor.authority(), room(rules, actor, null)).judge(act, true);
  }

  @Test
  void a_room_is_created_by_who_may_where_nothing_was_said_and_nothing_is_configured() {
    Policy closed = new Policy(Policy.Read.ALL, Policy.Say.MEMBERS, 0);
    for (Role role : Role.values()) {
      for (int bits = 0; bits < 16; bits++) {
        boolean admin = (bits & 1) != 0;
        boolean mayCreate = (bits & 2) != 0;
        boolean used = (bits & 4) != 0;
        Policy byDefault = (bits & 8) != 0 ? closed : Policy.OPEN;
        Authority actor = new Authority(ME, role, admin, byDefault);
        RoomState state = new RoomState(RoomRules.NONE, "", "", used, Map.of(), NOW);
        Outcome outcome =
            new Judge(actor, state)
                .judge(new Act.Configure(Policy.Read.MEMBERS, null, null, null, null), mayCreate);
        boolean may = admin || role == Role.OWNER || (mayCreate && !used && byDefault.isOpen());
        assertThat(outcome instanceof Changes).as("%s, used %s", actor, used).isEqualTo(may);
        if (outcome instanceof Changes(RuleChange change, long until)) {
          assertThat(change.person())
              .isEqualTo(new RuleChange.Person(ME, new Standing(Role.OWNER, 0, 0)));
          assertThat(change.rules())
              .isEqualTo(new RoomRules(1, Policy.Read.MEMBERS, null, 0, 1, 1));
          assertThat(change.onlyUnused()).isEqualTo(!admin && role != Role.OWNER);
        }
      }
    }
  }

  @Test
  void what_is_so_already_is_not_changed_again() {
    Actor owner = new Actor(Role.OWNER, Source.STORED, false, State.FREE);
    RoomRules rules = new RoomRules(7, Policy.Read.MEMBERS, null, 3, 1, 9);
    Standing banned = new Standing(Role.MEMBER, 0, NOW + 100_000);
    RoomState state = room(rules, owner, banned);
    Judge judge = new Judge(owner.authority(), state);

    assertThat(judge.judge(new Act.Grant(OTHER, Role.NONE), false)).isInstanceOf(Changes.class);
    assertThat(judge.judge(new Act.Ban(OTHER, 100_000L), false)).isEqualTo(new Already());
    assertThat(judge.judge(new Act.Ban(OTHER, 130_000L), false)).isEqualTo(new Already());
    assertThat(judge.judge(new Act.Ban(OTHER, 900_000L), false)).isInstanceOf(Changes.class);
    assertThat(judge.judge(new Act.Ban(OTHER, null), false)).isInstanceOf(Changes.class);
    assertThat(judge.judge(new Act.Mute(OTHER, 0L), false)).isEqualTo(new Already());
    assertThat(judge.judge(new Act.Configure(Policy.Read.MEMBERS, null, "", null, 3), false))
        .isEqualTo(new Already());
  }

  @Test
  void who_is_banned_is_granted_nothing_before_the_ban_is_lifted() {
    Actor owner = new Actor(Role.OWNER, Source.STORED, false, State.FREE);
    RoomState state =
        room(new RoomRules(7, null, null, 0, 1, 2), owner, new Standing(Role.NONE, 0, NOW + 1));
    assertThat(new Judge(owner.authority(), state).judge(new Act.Grant(OTHER, Role.MEMBER), false))
        .isInstanceOfSatisfying(
            Refusal.class,
            no -> {
              assertThat(no.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              assertThat(no.field()).isEqualTo("user");
              assertThat(no.message()).contains("lift the ban first");
            });
  }

  @Test
  void a_room_knows_so_many_people_and_no_more() {
    Actor owner = new Actor(Role.OWNER, Source.STORED, false, State.FREE);
    RoomRules full = new RoomRules(7, null, null, 0, 1, RoomRules.MOST);
    Act.Grant grant = new Act.Grant(OTHER, Role.MEMBER);
    assertThat(new Judge(owner.authority(), room(full, owner, null)).judge(grant, false))
        .isInstanceOfSatisfying(
            Refusal.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.ROOM_LIMIT));
    assertThat(new Judge(owner.authority(), room(full, owner, Standing.NONE)).judge(grant, false))
        .isInstanceOf(Changes.class);
  }

  @Test
  void what_is_stored_is_read_as_it_was_written() {
    for (RoomRules rules : rules()) {
      assertThat(RoomRules.parse(rules.text())).isEqualTo(rules);
    }
    RoomRules defaults = new RoomRules(3, null, null, 0, 1, 2);
    assertThat(RoomRules.parse(defaults.text())).isEqualTo(defaults);
    for (Standing standing : others()) {
      assertThat(Standing.parse(standing.text())).isEqualTo(standing);
    }
  }
}
