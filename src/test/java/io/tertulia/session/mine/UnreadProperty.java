package io.tertulia.session.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.Person;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is said, done to it and read by several devices: what is unread, and how often somebody
 * was meant, is what one counts who looks at all messages behind the furthest mark.
 */
class UnreadProperty {
  private static final String ROOM = "plaza";

  /** What happens. */
  sealed interface Deed {}

  record Say(boolean mentions) implements Deed {}

  /** A reaction, or a deletion, of one of the messages. */
  record Amend(int which, boolean deletes) implements Deed {}

  /** By one of the devices, of one of the entries. */
  record Read(int device, int which) implements Deed {}

  @Provide
  Arbitrary<List<Deed>> histories() {
    Arbitrary<Deed> say = Arbitraries.of(true, false).map(Say::new);
    Arbitrary<Deed> amend =
        Combinators.combine(Arbitraries.integers().between(0, 30), Arbitraries.of(true, false))
            .as(Amend::new);
    Arbitrary<Deed> read =
        Combinators.combine(
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 40))
            .as(Read::new);
    return Arbitraries.oneOf(say, say, amend, read).list().ofMaxSize(40);
  }

  /** Everything that anybody could have counted. */
  private static final class Model {
    private record Message(long seq, String mid, boolean mentions) {}

    private final List<Message> messages = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private long top;
    private long mark;

    long unread() {
      return messages.stream().filter(message -> message.seq > mark).count();
    }

    long mentions() {
      return messages.stream()
          .filter(message -> message.seq > mark && message.mentions)
          .filter(message -> !deleted.contains(message.mid))
          .count();
    }
  }

  @Property(tries = 60)
  void unread_and_mentions_are_what_one_counts(@ForAll("histories") List<Deed> history) {
    House house = new House();
    Person bo = house.user("bo", 1);
    List<Person> devices = List.of(house.user("ana"), house.user("ana", 1), house.user("ana"));
    house.areIn(ROOM, bo);
    devices.getFirst().sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    Model model = new Model();
    for (Deed deed : history) {
      happens(house, deed, model, bo, devices);
    }
    house.passes();
    for (Person device : devices) {
      device.heard();
      device.sends("{'type':'inbox','id':6}");
      JsonNode room = device.events().getLast().at("/rooms/0");
      assertThat(room.path("unread").asLong()).isEqualTo(model.unread());
      assertThat(room.path("mentions").asLong()).isEqualTo(model.mentions());
    }
  }

  private static void happens(
      House house, Deed deed, Model model, Person bo, List<Person> devices) {
    switch (deed) {
      case Say(boolean mentions) -> {
        String links = mentions ? ",'mentions':['ana']" : "";
        JsonNode ack = acked(bo, "{'type':'say','id':9,'room':'plaza','text':'x'" + links + "}");
        model.top = ack.path("seq").asLong();
        model.messages.add(new Model.Message(model.top, ack.path("mid").asText(), mentions));
      }
      case Amend(int which, boolean deletes) -> {
        if (which < model.messages.size()) {
          amend(model, model.messages.get(which).mid, deletes, bo);
        }
      }
      case Read(int device, int which) -> {
        String what = "{'type':'read','id':7,'room':'plaza','seq':" + which + "}";
        devices.get(device).sends(what);
        // One that is beyond the head, or 0, is refused; one that goes back changes nothing.
        model.mark = which <= model.top ? Math.max(model.mark, which) : model.mark;
        house.passes();
      }
    }
  }

  private static void amend(Model model, String mid, boolean deletes, Person bo) {
    String what = deletes ? "'type':'delete'" : "'type':'react','set':['👍']";
    JsonNode ack = acked(bo, "{" + what + ",'id':9,'room':'plaza','mid':'" + mid + "'}");
    model.top = Math.max(model.top, ack.path("seq").asLong());
    if (deletes) {
      model.deleted.add(mid);
    }
  }

  private static JsonNode acked(Person person, String command) {
    person.heard();
    person.sends(command);
    return person.events().stream().filter(event -> event.has("id")).findFirst().orElseThrow();
  }
}
