package io.tertulia.session.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.Identity;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Audit.Act;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.memory.MemoryAudit;
import io.tertulia.security.AddressKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever one person asks for, what others did can still be read. */
class ActRecorderTest {
  private static final String HERE = "2001:db8::1";

  private final ManualClock clock = new ManualClock();
  private final MemoryAudit audit = new MemoryAudit(clock, 10_000);
  private final ActRecorder recorder = new ActRecorder(audit, clock, AddressKeys::network);

  private void asks(Principal who, String user, String outcome, String address) {
    String id = who.who().id();
    recorder.record(who, new Act(id, "ban", "user:" + user, null, address, outcome, null, 1));
  }

  private static Principal user(String id, boolean admin) {
    Identity who = new Identity(id, id, false);
    return new Principal(who, Principal.Credential.NONE, admin, Map.of());
  }

  private static Principal guest(int number) {
    return Principal.guest(new Identity("g-" + number, "Eve", true));
  }

  private List<String> listed() {
    return audit.kept().stream()
        .map(MemoryAudit.Kept::act)
        .map(act -> act.actor() + " " + act.target() + " " + act.outcome() + " " + act.times())
        .toList();
  }

  private void aMinutePasses() {
    clock.pass(ActRecorder.WINDOW);
    recorder.tick();
  }

  @Test
  void a_flood_of_refused_acts_is_a_few_lines_and_one_that_says_how_many_more() {
    asks(user("ana", false), "x", Audit.DONE, HERE);
    for (int i = 0; i < 20_000; i++) {
      asks(user("eve", false), "u" + i, "forbidden", HERE);
    }
    asks(user("bo", false), "y", "forbidden", HERE);
    recorder.tick();
    assertThat(listed())
        .hasSize(2 + ActRecorder.REFUSED)
        .contains("ana user:x done 1", "bo user:y forbidden 1", "eve user:u0 forbidden 1");
    aMinutePasses();
    assertThat(listed())
        .hasSize(3 + ActRecorder.REFUSED)
        .last()
        .isEqualTo("eve user:u19999 forbidden " + (20_000 - ActRecorder.REFUSED));
    aMinutePasses();
    assertThat(listed()).as("nothing is told twice").hasSize(3 + ActRecorder.REFUSED);
  }

  @Test
  void guests_are_counted_by_where_they_come_from() {
    for (int i = 0; i < 100; i++) {
      asks(guest(i), "u", "forbidden", "2001:db8::" + i);
    }
    asks(guest(7), "u", "forbidden", "192.0.2.1");
    aMinutePasses();
    assertThat(listed())
        .hasSize(ActRecorder.REFUSED + 2)
        .endsWith("g-7 user:u forbidden 1", "g-99 user:u forbidden 95");
  }

  @Test
  void what_an_administrator_did_is_listed_one_by_one_and_what_others_did_up_to_a_point() {
    for (int i = 0; i < 200; i++) {
      asks(user("root", true), "u" + i, Audit.DONE, HERE);
      asks(user("ana", false), "u" + i, Audit.DONE, HERE);
    }
    aMinutePasses();
    assertThat(listed())
        .hasSize(200 + ActRecorder.DONE + 1)
        .last()
        .isEqualTo("ana user:u199 done " + (200 - ActRecorder.DONE));
  }

  @Test
  void what_may_have_been_done_is_not_taken_for_refused() {
    for (int i = 0; i < 20; i++) {
      asks(user("root", true), "u" + i, "unknown_outcome", HERE);
    }
    assertThat(listed()).hasSize(20);
  }

  @Test
  void of_too_many_who_ask_the_rest_is_counted_together() {
    for (int i = 0; i < ActRecorder.PEOPLE + 50; i++) {
      asks(user("u" + i, false), "x", "forbidden", HERE);
    }
    aMinutePasses();
    assertThat(listed())
        .hasSize(ActRecorder.PEOPLE + 1)
        .last()
        .isEqualTo("others user:x forbidden 50");
  }
}
