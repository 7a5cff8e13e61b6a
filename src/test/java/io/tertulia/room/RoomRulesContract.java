package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Denied;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Outdated;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import io.tertulia.room.members.acts.Act;
import io.tertulia.room.members.acts.Judge;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every log does with rooms that have members. */
public interface RoomRulesContract {
  Authority ANA = Authority.of("ana");
  Authority BO = Authority.of("bo");

  MessageLog log();

  @Test
  default void a_room_without_rules_takes_what_anybody_says_and_shows_it_to_everybody() {
    RoomId room = aRoom();
    assertThat(sayIn(room, BO)).isInstanceOf(Stored.class);
    assertThat(readIn(room, ANA))
        .isInstanceOfSatisfying(
            Page.class,
            page -> {
              assertThat(page.entries()).hasSize(1);
              assertThat(page.right()).isNull();
            });
  }

  @Test
  default void a_room_of_members_is_neither_read_nor_said_in_by_a_stranger() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(Policy.Read.MEMBERS, null, "T", null, null), true));
    assertThat(sayIn(room, ANA)).isInstanceOf(Stored.class);
    assertThat(sayIn(room, BO))
        .isEqualTo(new Refused(ErrorCode.FORBIDDEN, "You may not say something in this room."));
    assertThat(readIn(room, BO)).isEqualTo(new Denied(new Right.Denial(Right.Why.STRANGER, 0)));
    done(act(room, ANA, new Act.Grant("bo", Role.MEMBER), false));
    assertThat(sayIn(room, BO)).isInstanceOf(Stored.class);
    assertThat(readIn(room, BO))
        .isInstanceOfSatisfying(
            Page.class,
            page -> {
              assertThat(page.head().seq()).isEqualTo(4);
              assertThat(page.right()).isNotNull();
            });
    assertThat(look(room, "bo").title()).isEqualTo("T");
  }

  @Test
  default void nothing_that_a_banned_person_says_gets_a_number_above_the_ban() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, null), true));
    String mid = mid();
    Stored before = (Stored) append(room, draft(room, mid).by(BO));
    Stored ban = done(act(room, ANA, new Act.Ban("bo", null), false));
    assertThat(ban.position().seq()).isEqualTo(before.position().seq() + 1);
    assertThat(sayIn(room, BO))
        .isEqualTo(
            new Refused(
                ErrorCode.FORBIDDEN, "You are banned from this room.", Standing.FOREVER, 0));
    assertThat(readIn(room, BO)).isInstanceOf(Denied.class);
    assertThat(append(room, draft(room, mid).by(BO)))
        .as("what was said before")
        .isEqualTo(new Stored(before.position(), true));
    assertThat(head(room)).isEqualTo(ban.position());
    done(act(room, ANA, new Act.Ban("bo", 0L), false));
    assertThat(sayIn(room, BO)).isInstanceOf(Stored.class);
  }

  @Test
  default void a_ban_that_is_over_is_none() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, null), true));
    store(room, "bo", new Standing(Role.NONE, 1, 1));
    assertThat(sayIn(room, BO)).isInstanceOf(Stored.class);
  }

  @Test
  default void a_slow_room_makes_each_wait_but_its_moderators() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, 30), true));
    assertThat(sayIn(room, BO)).isInstanceOf(Stored.class);
    assertThat(sayIn(room, BO))
        .isInstanceOfSatisfying(
            Refused.class,
            no -> {
              assertThat(no.code()).isEqualTo(ErrorCode.SLOW_MODE);
              assertThat(no.retryAfter()).isBetween(1L, 30_000L);
            });
    assertThat(sayIn(room, Authority.of("cy"))).isInstanceOf(Stored.class);
    assertThat(sayIn(room, ANA)).isInstanceOf(Stored.class);
    assertThat(sayIn(room, ANA)).isInstanceOf(Stored.class);
  }

  @Test
  default void a_change_that_was_judged_by_an_older_room_changes_nothing() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, null), true));
    RoomState old = look(room, "ana", "bo");
    done(act(room, ANA, new Act.Grant("bo", Role.MEMBER), false));
    Position head = head(room);
    assertThat(append(room, changed(room, judged(old, ANA, new Act.Ban("bo", null)))))
        .isEqualTo(new Outdated());
    assertThat(head(room)).isEqualTo(head);
    assertThat(look(room, "bo").people().get("bo")).isEqualTo(new Standing(Role.MEMBER, 0, 0));
    assertThat(look(room, "bo").rules()).isEqualTo(new RoomRules(2, null, null, 0, 1, 2));
  }

  @Test
  default void a_change_that_comes_twice_is_stored_once() {
    RoomId room = aRoom();
    Draft draft =
        changed(room, judged(look(room, "ana"), ANA, new Act.Configure(null, null, null, null, 5)));
    Stored first = (Stored) append(room, draft);
    assertThat(append(room, draft)).isEqualTo(new Stored(first.position(), true));
    assertThat(look(room, "ana").rules().version()).isEqualTo(1);
  }

  @Test
  default void a_room_in_which_somebody_said_something_meanwhile_is_not_made_anybodys() {
    RoomId room = aRoom();
    RoomState unused = look(room, "ana");
    assertThat(unused.isUsed()).isFalse();
    sayIn(room, BO);
    assertThat(look(room, "ana").isUsed()).isTrue();
    Act configure = new Act.Configure(Policy.Read.MEMBERS, null, null, null, null);
    assertThat(append(room, changed(room, judged(unused, ANA, configure))))
        .isEqualTo(new Outdated());
    assertThat(look(room, "ana").rules()).isEqualTo(RoomRules.NONE);
  }

  @Test
  default void what_the_configuration_says_of_a_name_holds_where_nothing_is_stored() {
    RoomId room = aRoom();
    Policy members = new Policy(Policy.Read.MEMBERS, Policy.Say.MODERATORS, 0);
    Authority stranger = new Authority("bo", Role.NONE, false, members);
    Authority member = new Authority("cy", Role.MEMBER, false, members);
    Authority moderator = new Authority("di", Role.MODERATOR, false, members);
    assertThat(readIn(room, stranger)).isInstanceOf(Denied.class);
    assertThat(append(room, draft(room, mid()).by(stranger))).isInstanceOf(Refused.class);
    assertThat(readIn(room, member)).isInstanceOf(Page.class);
    assertThat(append(room, draft(room, mid()).by(member))).isInstanceOf(Refused.class);
    assertThat(append(room, draft(room, mid()).by(moderator))).isInstanceOf(Stored.class);
  }

  @Test
  default void what_says_of_nobody_is_not_taken_by_a_room_with_rules() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, null), true));
    assertThat(append(room, draft(room, mid()))).isInstanceOf(Refused.class);
  }

  @Test
  default void the_log_judges_as_the_table_does_whatever_role_policy_and_state() {
    RoomId room = aRoom();
    done(act(room, ANA, new Act.Configure(null, null, null, null, null), true));
    for (Policy.Read read : Policy.Read.values()) {
      for (Policy.Say say : Policy.Say.values()) {
        done(act(room, ANA, new Act.Configure(read, say, null, null, null), false));
        for (Role role : Role.values()) {
          for (int state = 0; state < 4; state++) {
            long muted = (state & 1) == 0 ? 0 : Standing.FOREVER;
            long banned = (state & 2) == 0 ? 0 : Standing.FOREVER;
            store(room, "bo", new Standing(role, muted, banned));
            judgesAlike(room, BO);
            judgesAlike(room, new Authority("bo", Role.MODERATOR, false, Policy.OPEN));
            judgesAlike(room, new Authority("bo", Role.NONE, true, Policy.OPEN));
          }
        }
      }
    }
  }

  private void judgesAlike(RoomId room, Authority who) {
    RoomState state = look(room, who.id());
    Right right = state.right(who);
    Right.Denial toRead = right.toRead(state.now());
    Right.Denial toSay = right.toSay(state.now());
    assertThat(readIn(room, who) instanceof Denied(Right.Denial no) ? no : null)
        .as("%s reads as %s", who, right)
        .isEqualTo(toRead);
    assertThat(sayIn(room, who) instanceof Refused no ? no : null)
        .as("%s says as %s", who, right)
        .isEqualTo(toSay == null ? null : Refused.denied(toSay));
  }

  private Appended sayIn(RoomId room, Authority who) {
    return append(room, draft(room, mid()).by(who));
  }

  private Reading readIn(RoomId room, Authority who) {
    return Waiting.get(log().read(room, Query.newest(10), who));
  }

  private Position head(RoomId room) {
    return Waiting.get(log().read(room, Query.newest(0))).head();
  }

  private Appended append(RoomId room, Draft draft) {
    return Waiting.get(log().append(room, draft));
  }

  private RoomState look(RoomId room, String... people) {
    return Waiting.get(log().look(room, List.of(people)));
  }

  private Appended act(RoomId room, Authority actor, Act act, boolean mayCreate) {
    String other = act instanceof Act.Configure ? actor.id() : "bo";
    RoomState state = look(room, actor.id(), other);
    Judge.Outcome outcome = new Judge(actor, state).judge(act, mayCreate);
    assertThat(outcome).isInstanceOf(Judge.Changes.class);
    return append(room, changed(room, ((Judge.Changes) outcome).change()));
  }

  static RuleChange judged(RoomState state, Authority actor, Act act) {
    return ((Judge.Changes) new Judge(actor, state).judge(act, true)).change();
  }

  /** As if somebody had done so. */
  private void store(RoomId room, String user, Standing standing) {
    RoomRules rules = look(room, user).rules();
    RoomRules next =
        new RoomRules(
            rules.version() + 1, rules.read(), rules.say(), rules.slow(), rules.owners(), 2);
    done(
        append(
            room,
            changed(
                room,
                new RuleChange(
                    rules.version(),
                    false,
                    next,
                    null,
                    null,
                    new RuleChange.Person(user, standing)))));
  }

  private static Stored done(Appended appended) {
    assertThat(appended).isInstanceOf(Stored.class);
    return (Stored) appended;
  }

  /** What tells of a change; as if it were about somebody, whatever it is. */
  static Draft changed(RoomId room, RuleChange change) {
    String mid = mid();
    RuleChange.Person person = change.person();
    Event.MemberChanged event =
        new Event.MemberChanged(
            room.value(),
            mid,
            new Event.From("ana", "Ana", false),
            person == null ? "ana" : person.user(),
            "member",
            null,
            null,
            false,
            0,
            null,
            change.rules().version());
    return new Draft(
            mid, EntryEncoder.head("member", room.value()), EntryEncoder.memberTail(event), null)
        .by(change);
  }

  static Draft draft(RoomId room, String mid) {
    String tail = ",\"mid\":\"" + mid + "\",\"text\":\"ñ\"}";
    return new Draft(mid, EntryEncoder.messageHead(room.value()), tail, null);
  }

  static String mid() {
    return UUID.randomUUID().toString().substring(0, 16);
  }

  private static RoomId aRoom() {
    return new RoomId("r" + UUID.randomUUID());
  }
}
