package io.tertulia.session.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.access.memory.MemoryAudit;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, who is put out, and what they hear of it. */
class RoomMembersTest {
  private final HeartNode node = new HeartNode();
  private Person ana;
  private Person bo;

  @BeforeEach
  void signIn() {
    ana = user("ana", 0);
    bo = user("bo", 1);
  }

  private Person user(String id, int loop) {
    Person person = node.stranger(loop);
    String token = SignedTokens.of(id, id, node.clock.millis() + 86_400_000);
    person.sends("{'type':'hello','id':1,'token':'" + token + "'}");
    person.heard();
    return person;
  }

  private void isPrivate() {
    ana.sends("{'type':'room','id':2,'room':'team','read':'members','title':'Team'}");
    assertThat(ana.heard()).containsExactly("ack#2 1");
  }

  private void bothAreIn() {
    isPrivate();
    ana.sends("{'type':'grant','id':3,'room':'team','user':'bo','role':'member'}");
    ana.joins("team");
    bo.joins("team");
    ana.heard();
    bo.heard();
  }

  @Test
  void a_private_room_of_two_in_which_the_third_learns_nothing() {
    bothAreIn();
    ana.says("team", "hola");
    assertThat(bo.heard()).containsExactly("message team 3 hola");
    Person cy = user("cy", 0);
    cy.joins("team");
    cy.sends("{'type':'history','id':8,'room':'team'}");
    cy.sends("{'type':'members','id':9,'room':'team'}");
    cy.sends("{'type':'policy','id':10,'room':'team'}");
    cy.sends("{'type':'grant','id':11,'room':'team','user':'cy','role':'owner'}");
    cy.sends("{'type':'room','id':12,'room':'team','read':'all'}");
    assertThat(cy.heard())
        .containsExactly(
            "error#7 113",
            "error#8 113",
            "error#9 113",
            "error#10 113",
            "error#11 113",
            "error#12 113");
    bo.sends("{'type':'policy','id':10,'room':'team'}");
    assertThat(bo.heard()).last().isEqualTo("policy#10 team members member");
  }

  @Test
  void who_is_banned_leaves_at_the_place_of_the_ban_and_hears_nothing_after_it() {
    bothAreIn();
    ana.says("team", "one");
    ana.sends("{'type':'ban','id':4,'room':'team','user':'bo','for':60000,'reason':'spam'}");
    ana.says("team", "two");
    ana.sends("{'type':'typing','room':'team','on':true}");
    assertThat(bo.heard()).containsExactly("message team 3 one", "left team banned");
    assertThat(ana.heard()).contains("member team 4 bo", "message team 5 two");
    bo.says("team", "no");
    bo.joins("team");
    bo.sends("{'type':'join','id':8,'room':'team','since':'aaaaaaaa:1'}");
    bo.sends("{'type':'history','id':10,'room':'team'}");
    List<JsonNode> refused = bo.events();
    assertThat(refused)
        .extracting(no -> no.path("code").asInt())
        .containsExactly(121, 113, 113, 113);
    assertThat(refused.get(1).path("until").asLong()).isGreaterThan(node.clock.millis());
    node.pass(Duration.ofMinutes(2));
    bo.joins("team");
    assertThat(bo.heard()).first().asString().startsWith("joined#7 team");
  }

  @Test
  void who_is_kicked_may_come_back_and_is_not_kicked_by_what_it_reads_again() {
    bothAreIn();
    ana.says("team", "one");
    ana.sends("{'type':'kick','id':4,'room':'team','user':'bo'}");
    ana.says("team", "two");
    assertThat(bo.heard()).last().isEqualTo("left team kicked");
    String cursor = cursor(ana);
    bo.sends("{'type':'join','id':8,'room':'team','since':'" + cursor + ":3'}");
    assertThat(bo.heard())
        .contains("member team 4 bo", "message team 5 two")
        .noneMatch(word -> word.startsWith("left"));
    ana.says("team", "three");
    assertThat(bo.heard()).contains("message team 6 three");
  }

  private static String cursor(Person of) {
    of.heard();
    of.sends("{'type':'history','id':9,'room':'team','limit':1}");
    return of.events().getFirst().path("cursor").asText().split(":", 2)[0];
  }

  @Test
  void who_is_muted_hears_and_is_not_heard() {
    bothAreIn();
    ana.sends("{'type':'mute','id':4,'room':'team','user':'bo'}");
    ana.heard();
    bo.heard();
    bo.says("team", "no");
    bo.sends("{'type':'typing','id':5,'room':'team','on':true}");
    bo.sends("{'type':'signal','id':6,'room':'team','topic':'t','data':1}");
    assertThat(bo.heard()).containsExactly("error#9 113", "error#5 113", "error#6 113");
    ana.says("team", "yes");
    assertThat(bo.heard()).containsExactly("message team 4 yes");
    ana.sends("{'type':'mute','id':4,'room':'team','user':'bo','for':0}");
    bo.heard();
    bo.says("team", "again");
    bo.sends("{'type':'typing','id':5,'room':'team','on':true}");
    assertThat(bo.heard()).contains("ack#9 6", "ack#5").noneMatch(word -> word.startsWith("error"));
  }

  @Test
  void a_room_that_becomes_private_puts_out_who_is_no_member_at_that_place() {
    ana.sends("{'type':'room','id':2,'room':'team'}");
    ana.joins("team");
    bo.joins("team");
    Person cy = user("cy", 0);
    cy.joins("team");
    ana.sends("{'type':'grant','id':3,'room':'team','user':'bo','role':'member'}");
    cy.heard();
    bo.heard();
    ana.sends("{'type':'room','id':4,'room':'team','read':'members'}");
    ana.says("team", "ours");
    assertThat(cy.heard()).containsExactly("left team removed");
    assertThat(bo.heard()).contains("room team 3 members", "message team 4 ours");
  }

  @Test
  void who_is_removed_from_a_private_room_is_out() {
    bothAreIn();
    ana.sends("{'type':'grant','id':4,'room':'team','user':'bo','role':'none'}");
    ana.says("team", "ours");
    assertThat(bo.heard()).containsExactly("left team removed");
  }

  @Test
  void a_join_whose_page_was_read_before_the_ban_ends_at_the_ban() {
    bothAreIn();
    Person again = user("bo", 0);
    node.log.hold();
    again.sends("{'type':'join','id':7,'room':'team'}");
    assertThat(node.log.arrive()).isTrue();
    bansAndSays();
    assertThat(again.heard()).containsExactly("joined#7 team 2..2", "left team banned");
  }

  @Test
  void a_join_whose_page_is_read_behind_the_ban_is_refused() {
    bothAreIn();
    Person again = user("bo", 0);
    node.log.hold();
    ana.sends("{'type':'ban','id':4,'room':'team','user':'bo'}");
    // It was looked and judged; the append is on its way, and the join's read behind it.
    assertThat(node.log.arrive() && node.log.answer()).isTrue();
    node.settle();
    again.sends("{'type':'join','id':7,'room':'team'}");
    node.log.release();
    node.settle();
    ana.says("team", "secret");
    assertThat(again.heard()).containsExactly("error#7 113");
    assertThat(bo.heard()).containsExactly("left team banned");
  }

  @Test
  void while_nobody_can_tell_whether_it_may_still_be_in_it_is_neither_noticed_nor_told_who_is() {
    bothAreIn();
    node.log.hold();
    ana.sends("{'type':'ban','id':4,'room':'team','user':'bo'}");
    assertThat(node.log.arrive() && node.log.answer()).isTrue();
    node.settle();
    assertThat(node.log.arrive()).as("the ban is stored").isTrue();
    node.log.breakDown(true);
    node.log.release();
    node.settle();
    ana.heard();
    bo.sends("{'type':'typing','id':5,'room':'team','on':true}");
    bo.sends("{'type':'signal','id':6,'room':'team','topic':'t','data':1}");
    bo.sends("{'type':'members','id':7,'room':'team'}");
    assertThat(bo.heard()).containsExactly("error#5 140", "error#6 140", "error#7 140");
    assertThat(ana.heard()).isEmpty();
    node.log.breakDown(false);
    node.pass(Duration.ofSeconds(5));
    assertThat(bo.heard()).containsExactly("left team banned");
  }

  @Test
  void who_brings_another_token_is_noticed_again_when_it_is_known_what_that_one_may() {
    bothAreIn();
    node.log.breakDown(true);
    String token = SignedTokens.ofAdmin("bo", node.clock.millis() + 86_400_000);
    bo.sends("{'type':'hello','id':8,'token':'" + token + "'}");
    bo.sends("{'type':'typing','id':5,'room':'team','on':true}");
    assertThat(bo.heard()).last().isEqualTo("error#5 140");
    node.log.breakDown(false);
    node.pass(Duration.ofSeconds(5));
    bo.sends("{'type':'typing','id':5,'room':'team','on':true}");
    assertThat(bo.heard()).contains("ack#5");
  }

  @Test
  void of_a_change_that_may_have_been_stored_nobody_says_that_it_was_not() {
    bothAreIn();
    node.log.hold();
    ana.sends("{'type':'mute','id':4,'room':'team','user':'bo','key':'k'}");
    assertThat(node.log.arrive() && node.log.answer()).as("it was looked").isTrue();
    node.settle();
    node.log.breakDown(true);
    node.log.release();
    node.settle();
    assertThat(ana.heard()).contains("error#4 142");
    node.log.breakDown(false);
    ana.sends("{'type':'mute','id':5,'room':'team','user':'bo','key':'k'}");
    assertThat(ana.heard()).as("it was").contains("ack#5");
    node.log.breakDown(true);
    ana.sends("{'type':'mute','id':6,'room':'team','user':'bo','for':0}");
    assertThat(ana.heard()).as("nothing was sent").contains("error#6 140");
    assertThat(node.audit.kept().getLast().act().outcome()).isEqualTo("unavailable");
  }

  @Test
  void of_two_changes_with_one_key_the_first_stands_and_the_record_does_not_claim_the_second() {
    bothAreIn();
    ana.sends("{'type':'mute','id':4,'room':'team','user':'bo','key':'k'}");
    ana.sends("{'type':'ban','id':5,'room':'team','user':'bo','key':'k'}");
    ana.sends("{'type':'say','id':6,'room':'team','text':'hola','key':'k'}");
    assertThat(ana.heard()).contains("ack#4 3", "ack#5 3 dup", "ack#6 3 dup");
    assertThat(bo.heard()).noneMatch(word -> word.startsWith("left"));
    assertThat(node.audit.kept())
        .extracting(kept -> kept.act().action() + " " + kept.act().outcome())
        .endsWith("mute done", "ban dup");
  }

  /** While the answer of the join is on its way. */
  private void bansAndSays() {
    ana.sends("{'type':'ban','id':4,'room':'team','user':'bo'}");
    ana.sends("{'type':'say','id':5,'room':'team','text':'secret'}");
    while (node.log.arrive()) {
      // The answers wait.
    }
    node.log.release();
    node.settle();
    ana.says("team", "more");
  }

  @Test
  void a_bare_member_is_told_in_a_line() {
    ana.sends("{'type':'room','id':2,'room':'team'}");
    Person di = Person.bare(node, "di", "team", Language.EN);
    di.lines();
    ana.sends("{'type':'ban','id':4,'room':'team','user':'id-di'}");
    assertThat(di.lines()).containsExactly("! left: you are banned from this room.");
    Person ed = Person.bare(node, "ed", "team", Language.EN);
    ed.lines();
    ana.sends("{'type':'kick','id':5,'room':'team','user':'id-x'}");
    assertThat(ed.lines()).containsExactly("! member: ana put id-x out.");
    Person again = Person.bare(node, "di", "team", Language.EN);
    assertThat(again.lines()).last().asString().startsWith("! 113 forbidden");
    assertThat(again.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  void a_bare_member_that_is_put_out_is_not_left_there_deaf() {
    ana.sends("{'type':'room','id':2,'room':'team'}");
    Person banned = Person.bare(node, "di", "team", Language.EN);
    Person kicked = Person.bare(node, "ed", "team", Language.EN);
    Person removed = Person.bare(node, "flo", "team", Language.EN);
    ana.sends("{'type':'ban','id':4,'room':'team','user':'id-di'}");
    ana.sends("{'type':'kick','id':5,'room':'team','user':'id-ed'}");
    ana.sends("{'type':'room','id':6,'room':'team','read':'members'}");
    assertThat(banned.connection().closed()).isEqualTo(CloseCode.BANNED);
    assertThat(kicked.connection().closed()).as("it may come back").isEqualTo(CloseCode.MOVED);
    assertThat(removed.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    assertThat(removed.lines()).last().asString().startsWith("! left: ");
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void each_act_and_each_that_was_refused_is_recorded_without_a_word_of_what_was_said() {
    bothAreIn();
    ana.says("team", "a secret");
    bo.sends("{'type':'ban','id':4,'room':'team','user':'ana','reason':'why not'}");
    ana.sends("{'type':'mute','id':5,'room':'team','user':'bo','for':60000,'reason':'loud'}");
    ana.sends("{'type':'mute','id':6,'room':'team','user':'bo','for':0}");
    assertThat(node.audit.kept())
        .extracting(kept -> kept.act().actor() + " " + kept.act().action() + ", " + act(kept))
        .containsExactly(
            "ana room, room:team: done, null",
            "ana grant member, user:bo: done, null",
            "bo ban, user:ana: forbidden, why not",
            "ana mute for 60000 ms, user:bo: done, loud",
            "ana unmute, user:bo: done, null");
    assertThat(node.audit.kept())
        .extracting(kept -> kept.act().room().value())
        .containsOnly("team");
  }

  private static String act(MemoryAudit.Kept kept) {
    return kept.act().target() + ": " + kept.act().outcome() + ", " + kept.act().reason();
  }

  @Test
  void guests_create_no_rooms_with_a_policy_and_nobody_takes_one_that_is_used() {
    Person guest = node.guest("gil");
    guest.sends("{'type':'room','id':2,'room':'fresh'}");
    assertThat(guest.heard()).containsExactly("error#2 113");
    guest.joins("plaza");
    guest.says("plaza", "hola");
    ana.sends("{'type':'room','id':3,'room':'plaza','read':'members'}");
    assertThat(ana.heard()).containsExactly("error#3 113");
  }
}
