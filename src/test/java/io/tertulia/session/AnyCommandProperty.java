package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** In whatever order commands come, each with an id is answered once, and nothing breaks. */
class AnyCommandProperty {
  private static final String[] FIELDS = {
    "'type':'hello'",
    "'type':'hello','name':'Eva','rooms':{'a':null,'b':'abcdefgh:3','-':null}",
    "'type':'hello','resume':'x'",
    "'type':'join','room':'a'",
    "'type':'join','room':'a','since':'abcdefgh:7'",
    "'type':'join','room':'b'",
    "'type':'leave','room':'a'",
    "'type':'say','room':'a','text':'x'",
    "'type':'say','room':'a','key':'k','data':[1]",
    "'type':'say','room':'b','text':'x','replyTo':'AAAAAAAAAAAAAAAA'",
    "'type':'edit','room':'a','key':'e','mid':'AAAAAAAAAAAAAAAA','text':'x'",
    "'type':'delete','room':'a','mid':'AAAAAAAAAAAAAAAA'",
    "'type':'react','room':'b','mid':'AAAAAAAAAAAAAAAA','set':['👍']",
    "'type':'signal','room':'a','topic':'t','data':{}",
    "'type':'typing','room':'b','on':true",
    "'type':'history','room':'a','limit':3",
    "'type':'history','room':'a','before':'abcdefgh:7'",
    "'type':'history','room':'a','kinds':'all'",
    "'type':'members','room':'a'",
    "'type':'ping'",
    "'type':'dance'",
    "'type':'say'"
  };

  @Property(tries = 300)
  void every_command_is_answered_once(@ForAll("commands") List<List<Integer>> frames) {
    HeartNode node =
        new HeartNode(
            new Retention(9, Duration.ofHours(1), 1 << 20, 1 << 24, Duration.ofMinutes(1), 99),
            100_000);
    Person person = node.stranger();
    node.log.hold();
    List<Long> sent = new ArrayList<>();
    for (List<Integer> frame : frames) {
      List<String> lines = new ArrayList<>();
      for (int choice : frame) {
        sent.add(sent.size() + 1L);
        lines.add("{'id':" + sent.size() + "," + FIELDS[choice] + "}");
      }
      boolean open = person.connection().closed() == null;
      person.sends(String.join("\n", lines));
      if (!open) {
        sent.clear();
        break;
      }
      node.log.arrive();
      node.log.answer();
    }
    node.log.release();
    node.settle();
    if (person.connection().closed() == null) {
      List<JsonNode> events = person.events();
      assertThat(events.stream().filter(e -> e.has("id")).map(e -> e.path("id").asLong()))
          .containsExactlyInAnyOrderElementsOf(sent);
      assertThat(events).noneMatch(e -> e.path("code").asInt() == 199);
    }
  }

  @Provide
  Arbitrary<List<List<Integer>>> commands() {
    Arbitrary<Integer> choice = Arbitraries.integers().between(0, FIELDS.length - 1);
    return Combinators.combine(
            Arbitraries.integers().between(0, 1), choice.list().ofMaxSize(4).list().ofMaxSize(20))
        .as(
            (greeted, frames) -> {
              List<List<Integer>> all = new ArrayList<>(frames);
              if (greeted == 1) {
                all.addFirst(List.of(0));
              }
              all.removeIf(List::isEmpty);
              return all;
            });
  }
}
