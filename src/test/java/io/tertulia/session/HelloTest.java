package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.Identity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who a client is. */
class HelloTest {
  private final HeartNode node = new HeartNode();

  @Test
  void a_guest_is_told_who_it_is_and_what_it_may_ask() {
    Person ana = node.stranger();
    ana.sends("{'type':'hello','id':1,'name':' Ana '}");
    JsonNode welcome = ana.events().getFirst();
    assertThat(welcome.at("/you/name").asText()).isEqualTo("Ana");
    assertThat(welcome.at("/you/guest").asBoolean()).isTrue();
    assertThat(welcome.path("node").asText()).isEqualTo("here");
    assertThat(welcome.path("ping").asLong()).isEqualTo(25_000);
    assertThat(welcome.at("/limits/text").asLong()).isEqualTo(65_536);
    assertThat(welcome.at("/limits/dedupe").asLong()).isEqualTo(600_000);
  }

  @Test
  void a_guest_without_a_name_gets_one_and_two_guests_are_two_people() {
    Person ana = node.stranger();
    Person bob = node.stranger();
    ana.sends("{'type':'hello','id':1}");
    bob.sends("{'type':'hello','id':1}");
    JsonNode one = ana.events().getFirst().path("you");
    assertThat(one.path("name").asText()).matches("invitado-[0-9a-f]{4}");
    assertThat(one.path("id")).isNotEqualTo(bob.events().getFirst().at("/you/id"));
  }

  @Test
  void nothing_is_done_before_hello() {
    Person ana = node.stranger();
    ana.joins("plaza");
    ana.says("plaza", "hola");
    ana.sends("{'type':'ping','id':3}\n{'type':'members','id':4,'room':'plaza'}");
    ana.sends("{'type':'history','id':5,'room':'plaza'}\n{'type':'leave','id':6,'room':'plaza'}");
    ana.sends("{'type':'typing','room':'plaza','on':true}");
    assertThat(ana.heard())
        .containsExactly(
            "error#7 110",
            "error#9 110",
            "error#3 110",
            "error#4 110",
            "error#5 110",
            "error#6 110");
    assertThat(node.memory.rooms()).isZero();
  }

  @Test
  void a_credential_restores_the_guest_and_its_name_unless_it_brings_another() {
    Person ana = node.stranger();
    ana.sends("{'type':'hello','id':1,'name':'Ana'}");
    JsonNode first = ana.events().getFirst();
    JsonNode again = helloWith(first.path("resume").asText(), "");
    assertThat(again.path("you")).isEqualTo(first.path("you"));
    JsonNode renamed = helloWith(first.path("resume").asText(), ",'name':'Anita'");
    assertThat(renamed.at("/you/id")).isEqualTo(first.at("/you/id"));
    assertThat(renamed.at("/you/name").asText()).isEqualTo("Anita");
  }

  @Test
  void a_forged_credential_is_refused() {
    String good = node.credentials.issue(new Identity("g-1", "Ana", true));
    char last = good.charAt(good.length() - 1);
    refused(good.substring(0, good.length() - 1) + (last == 'A' ? 'B' : 'A'), "111");
    refused("x" + good, "111");
    refused("", "111");
    refused(".", "111");
    refused("é.\\u0000", "111");
    refused(good.substring(0, good.indexOf('.')), "111");
  }

  @Test
  void a_credential_of_another_cluster_is_refused() {
    refused(
        node.credentials("other", Duration.ofDays(1)).issue(new Identity("g-1", "Ana", true)),
        "111");
  }

  @Test
  void an_expired_credential_is_refused_as_expired() {
    String short_ =
        node.credentials("test", Duration.ofMinutes(1)).issue(new Identity("g-1", "Ana", true));
    node.clock.pass(Duration.ofMillis(59_999));
    assertThat(helloWith(short_, "").path("type").asText()).isEqualTo("welcome");
    node.clock.pass(Duration.ofMillis(1));
    refused(short_, "112");
  }

  @Test
  void a_token_is_refused_for_now() {
    Person ana = node.stranger();
    ana.sends("{'type':'hello','id':1,'token':'eyJ'}");
    assertThat(ana.heard()).containsExactly("error#1 111 token");
  }

  @Test
  void a_second_hello_of_the_same_guest_is_greeted_and_joins_more_rooms() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
    ana.sends("{'type':'hello','id':2,'name':'Ana','rooms':{'plaza':null,'patio':null}}");
    assertThat(ana.heard())
        .containsExactly("welcome#2", "joined@2 plaza 0..0", "joined@2 patio 0..0");
  }

  @Test
  void a_second_hello_with_another_name_is_refused_and_changes_nothing() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.sends("{'type':'hello','id':2,'name':'Eva'}");
    ana.sends("{'type':'members','id':3,'room':'plaza'}");
    assertThat(ana.heard())
        .containsExactly("joined#7 plaza 0..0", "error#2 102 name", "members#3 1 [Ana]");
  }

  @Test
  void a_second_hello_with_another_guests_credential_is_refused() {
    Person ana = node.guest("Ana");
    String other = node.credentials.issue(new Identity("g-other", "Ana", true));
    ana.sends("{'type':'hello','id':2,'resume':'" + other + "'}");
    ana.sends("{'type':'ping','id':3}");
    assertThat(ana.heard()).containsExactly("error#2 111 resume", "pong#3");
  }

  @Test
  void after_three_refused_hellos_the_connection_is_closed() {
    Person nobody = node.stranger();
    nobody.sends("{'type':'hello','id':1,'resume':'x'}\n{'type':'hello','id':2,'resume':'y'}");
    assertThat(nobody.connection().closed()).isNull();
    nobody.sends("{'type':'hello','id':3,'resume':'z'}\n{'type':'hello','id':4}");
    assertThat(nobody.heard())
        .containsExactly("error#1 111 resume", "error#2 111 resume", "error#3 111 resume");
    assertThat(nobody.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
  }

  private JsonNode helloWith(String credential, String more) {
    Person somebody = node.stranger();
    somebody.sends("{'type':'hello','id':1,'resume':'" + credential + "'" + more + "}");
    return somebody.events().getFirst();
  }

  private void refused(String credential, String code) {
    JsonNode answer = helloWith(credential, "");
    assertThat(answer.path("type").asText()).as(credential).isEqualTo("error");
    assertThat(answer.path("code").asText()).as(credential).isEqualTo(code);
    assertThat(answer.path("field").asText()).isEqualTo("resume");
  }
}
