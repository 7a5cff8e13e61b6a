package io.tertulia.session.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Revocations.Outcome;
import io.tertulia.room.access.memory.MemoryAudit;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator does to people, and what becomes of them. */
class PutOutTest {
  private static final String HERE = "192.0.2.1";

  private final HeartNode node = new HeartNode();
  private final long begun = node.clock.millis() / 1_000 * 1_000;
  private final Person root = admin();

  @Test
  void a_token_is_revoked_and_the_other_of_the_same_person_goes_on() {
    Person first = bearer("ana", "t1");
    Person second = bearer("ana", "t2");
    root.sends("{'type':'revoke','id':3,'token':'t1'}");
    assertThat(root.heard()).containsExactly("ack#3");
    assertThat(first.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    assertThat(second.connection().closed()).isNull();
    assertThat(hello("ana", "t1").heard()).containsExactly("error#1 111 token");
    second.sends(hello(token("ana", "t1")));
    assertThat(second.heard()).as("no renewal").containsExactly("error#1 111 token");
  }

  @Test
  void a_renewed_session_is_found_by_its_new_token_only() {
    Person ana = bearer("ana", "t1");
    ana.sends(hello(token("ana", "t2")));
    root.sends("{'type':'revoke','id':3,'token':'t1'}");
    assertThat(ana.connection().closed()).isNull();
    root.sends("{'type':'revoke','id':4,'token':'t2'}");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  void all_that_was_issued_to_somebody_before_is_revoked_and_a_later_token_is_good() {
    Person ana = bearer("ana", "t1");
    Person bob = bearer("bob", "t2");
    node.clock.pass(Duration.ofSeconds(1));
    root.sends("{'type':'revoke','id':3,'user':'ana'}");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    assertThat(bob.connection().closed()).isNull();
    assertThat(hello("ana", "t3").heard()).containsExactly("error#1 111 token");
    String later = SignedTokens.issued("ana", "t4", begun + 2_000, begun + 60_000);
    Person again = node.stranger();
    node.clock.pass(Duration.ofSeconds(2));
    again.sends(hello(later));
    assertThat(again.heard()).containsExactly("welcome#1");
  }

  @Test
  void who_is_banned_is_closed_and_comes_in_again_when_it_is_lifted_or_over() {
    Person ana = bearer("ana", "t1");
    root.sends("{'type':'ban','id':3,'user':'ana','reason':'spam'}");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.BANNED);
    Person again = hello("ana", "t2");
    assertThat(again.events().toString()).contains("113", "You are banned here.");
    assertThat(again.connection().closed()).isEqualTo(CloseCode.BANNED);
    root.sends("{'type':'ban','id':4,'user':'ana','for':0}");
    assertThat(hello("ana", "t2").heard()).containsExactly("welcome#1");
    root.sends("{'type':'ban','id':5,'user':'ana','for':10000}");
    assertThat(hello("ana", "t2").events().toString()).contains("You are banned here until ");
    node.clock.pass(Duration.ofSeconds(10));
    assertThat(hello("ana", "t2").heard()).containsExactly("welcome#1");
  }

  @Test
  void what_somebody_asked_who_is_put_out_is_answered() {
    Person ana = bearer("ana", "t1");
    ana.joins("plaza");
    ana.heard();
    node.log.hold();
    ana.sends("{'type':'say','id':8,'room':'plaza','text':'late'}");
    root.sends("{'type':'ban','id':3,'user':'ana'}");
    assertThat(ana.heard()).containsExactly("error#8 142");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.BANNED);
  }

  @Test
  void an_address_is_banned_by_any_of_its_network_and_nobody_bans_the_own() {
    root.sends("{'type':'ban','id':3,'address':'2001:db8::7'}");
    assertThat(node.context.rights().isBanned("2001:db8:0:0::/64")).isTrue();
    root.sends("{'type':'ban','id':4,'address':'2001:db8::/64','for':0}");
    assertThat(node.context.rights().isBanned("2001:db8:0:0::/64")).isFalse();
    root.sends("{'type':'ban','id':5,'address':'192.0.2.1'}");
    root.sends("{'type':'ban','id':6,'user':'root'}");
    assertThat(root.heard()).containsExactly("ack#3", "ack#4", "error#5 113", "error#6 113");
    assertThat(root.connection().closed()).isNull();
  }

  @Test
  void a_guest_is_put_out_and_its_credential_with_it() {
    Person guest = node.stranger();
    guest.sends("{'type':'hello','id':1,'name':'Eva'}");
    String resume = guest.events().getFirst().path("resume").asText();
    String id = Objects.requireNonNull(guest.session().who()).id();
    node.clock.pass(Duration.ofSeconds(1));
    root.sends("{'type':'revoke','id':3,'user':'" + id + "'}");
    assertThat(guest.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    Person again = node.stranger();
    again.sends("{'type':'hello','id':1,'resume':'" + resume + "'}");
    assertThat(again.heard()).containsExactly("error#1 111 resume");
  }

  @Test
  void a_connection_is_ended_by_its_session_or_all_of_a_user_and_they_may_come_back() {
    Person first = bearer("ana", "t1");
    Person second = bearer("ana", "t2");
    root.sends("{'type':'disconnect','id':3,'session':'" + first.session().id() + "'}");
    assertThat(first.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    assertThat(second.connection().closed()).isNull();
    root.sends("{'type':'disconnect','id':4,'user':'ana'}");
    assertThat(second.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
    assertThat(hello("ana", "t1").heard()).containsExactly("welcome#1");
  }

  @Test
  void an_administrator_may_end_connections_of_its_own() {
    root.sends("{'type':'disconnect','id':3,'user':'root'}");
    assertThat(root.heard()).containsExactly("ack#3");
    assertThat(root.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  void who_was_on_its_way_in_when_it_was_put_out_does_not_slip_through() {
    node.access.hold();
    Person ana = hello("ana", "t1");
    root.sends("{'type':'ban','id':3,'user':'ana'}");
    assertThat(ana.connection().closed()).isNull();
    node.access.release();
    node.settle();
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.BANNED);
  }

  @Test
  void a_node_that_cannot_learn_who_was_put_out_takes_nobody_new_and_keeps_who_is_in() {
    Person ana = bearer("ana", "t1");
    node.revocations.away(Outcome.UNAVAILABLE);
    assertThat(hello("bob", "t2").heard()).containsExactly("error#1 140");
    ana.sends(hello(token("ana", "t3")));
    assertThat(ana.heard()).containsExactly("welcome#1");
    root.sends("{'type':'ban','id':3,'user':'eva'}");
    node.revocations.away(Outcome.UNKNOWN);
    root.sends("{'type':'ban','id':4,'user':'eva'}");
    node.revocations.away(Outcome.FULL);
    root.sends("{'type':'ban','id':5,'user':'eva'}");
    assertThat(root.heard()).containsExactly("error#3 140", "error#4 142", "error#5 140");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'type':'ban','id':2}; user",
        "{'type':'ban','id':2,'user':'a','address':'::1'}; address",
        "{'type':'ban','id':2,'user':'a b'}; user",
        "{'type':'ban','id':2,'user':7}; user",
        "{'type':'ban','id':2,'address':'localhost'}; address",
        "{'type':'ban','id':2,'address':'1.2.3.4/64'}; address",
        "{'type':'ban','id':2,'address':'2001:db8::/48'}; address",
        "{'type':'ban','id':2,'user':'a','for':-1}; for",
        "{'type':'ban','id':2,'user':'a','for':31536000000000000}; for",
        "{'type':'ban','id':2,'user':'a','for':1e300}; for",
        "{'type':'ban','id':2,'user':'a','for':'1h'}; for",
        "{'type':'ban','id':2,'user':'a','reason':7}; reason",
        "{'type':'revoke','id':2}; user",
        "{'type':'revoke','id':2,'user':'a','token':'t'}; token",
        "{'type':'revoke','id':2,'token':''}; token",
        "{'type':'revoke','id':2,'token':'t','before':1}; before",
        "{'type':'revoke','id':2,'user':'a','before':2000000000000}; before",
        "{'type':'disconnect','id':2}; user",
        "{'type':'disconnect','id':2,'user':'a','session':'c'}; session"
      })
  void what_makes_no_sense_is_told_by_the_field(String command, String field) {
    root.sends(command);
    assertThat(root.heard()).containsExactly("error#2 102 " + field);
  }

  @Test
  void it_is_for_administrators_alone_and_each_act_and_each_refusal_is_recorded() {
    Person ana = bearer("ana", "t1");
    ana.sends("{'type':'ban','id':2,'user':'root'}");
    assertThat(ana.heard()).containsExactly("error#2 113");
    root.sends("{'type':'ban','id':3,'user':'ana','for':1000,'reason':'spam'}");
    root.sends("{'type':'ban','id':4,'address':'198.51.100.7','for':0}");
    root.sends("{'type':'revoke','id':5,'token':'t9'}");
    root.sends("{'type':'disconnect','id':6,'user':'nobody'}");
    String until = node.clock.instant().plusSeconds(1).toString();
    assertThat(node.audit.kept())
        .extracting(MemoryAudit.Kept::act)
        .containsExactly(
            new Audit.Act("ana", "ban", "user:root", null, HERE, "forbidden", null, 1),
            new Audit.Act("root", "ban until " + until, "user:ana", null, HERE, "done", "spam", 1),
            new Audit.Act("root", "unban", "address:198.51.100.7", null, HERE, "done", null, 1),
            new Audit.Act("root", "revoke", "token:t9", null, HERE, "done", null, 1),
            new Audit.Act("root", "disconnect", "user:nobody", null, HERE, "done", null, 1));
  }

  @Test
  void a_token_that_would_outlive_what_was_revoked_is_refused() {
    Person ana = node.stranger();
    long late = begun + HeartNode.LONGEST.plusDays(1).toMillis();
    ana.sends(hello(SignedTokens.of("ana", "Ana", late)));
    assertThat(ana.events().toString()).contains("111", "tertulia.access.longest");
  }

  private Person admin() {
    Person person = node.stranger();
    person.sends(hello(SignedTokens.ofAdmin("root", begun + 3_600_000)));
    person.heard();
    return person;
  }

  private Person bearer(String id, String tokenId) {
    Person person = hello(id, tokenId);
    assertThat(person.heard()).containsExactly("welcome#1");
    return person;
  }

  private Person hello(String id, String tokenId) {
    Person person = node.stranger();
    person.sends(hello(token(id, tokenId)));
    return person;
  }

  private String token(String id, String tokenId) {
    return SignedTokens.issued(id, tokenId, begun, begun + 3_600_000);
  }

  private static String hello(String token) {
    return "{'type':'hello','id':1,'token':'" + token + "'}";
  }
}
