package io.tertulia.room.access.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.access.Audit;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MemoryAuditTest {

  @Test
  void the_newest_acts_are_kept_with_their_time_and_the_oldest_goes() {
    var audit = new MemoryAudit(Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC), 2);
    for (String user : new String[] {"a", "b", "c"}) {
      audit.record(new Audit.Act("root", "ban", "user:" + user, null, "::1", Audit.DONE, null, 1));
    }
    assertThat(audit.kept())
        .extracting(kept -> kept.act().target())
        .containsExactly("user:b", "user:c");
    assertThat(audit.kept()).extracting(MemoryAudit.Kept::at).containsOnly(7L);
  }
}
