package io.tertulia.ops.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What a stranger wrote begins no line of the log. */
class OneLineTest {
  private static final String FORGED = "room\n12:00:00.000 INFO  all is well\u001b[2J\u202e";

  private final ExtLogRecord line = new ExtLogRecord(Level.INFO, "not a room: %s, %d", "test");

  @Test
  void words_of_a_client_are_escaped_in_a_message() {
    line.setMessage("not a room: %s, %d", ExtLogRecord.FormatStyle.PRINTF);
    line.setParameters(new Object[] {FORGED, 7});
    assertThat(shown(line))
        .isEqualTo("not a room: room\\n12:00:00.000 INFO  all is well\\u001b[2J\\u202e, 7");
  }

  @Test
  void words_of_a_client_are_escaped_in_a_failure_and_its_causes() {
    line.setMessage("failed", ExtLogRecord.FormatStyle.NO_FORMAT);
    line.setThrown(new IllegalStateException("b", new IllegalArgumentException(FORGED)));
    assertThat(shown(line))
        .contains("IllegalStateException: b", "IllegalArgumentException: room\\n12:00")
        .contains("OneLineTest.words_of_a_client_are_escaped_in_a_failure_and_its_causes")
        .doesNotContain("\n12:00", "\u001b");
  }

  @Test
  void a_line_without_them_stays_as_it_is() {
    RuntimeException failure = new RuntimeException("ñ\tok");
    line.setMessage("plain ñ\t%s", ExtLogRecord.FormatStyle.PRINTF);
    line.setParameters(new Object[] {"x"});
    line.setThrown(failure);
    assertThat(shown(line)).startsWith("plain ñ\tx");
    assertThat(line.getThrown()).isSameAs(failure);
  }

  private static String shown(LogRecord record) {
    assertThat(new OneLine().isLoggable(record)).isTrue();
    return new PatternFormatter("%s%e").format((ExtLogRecord) record);
  }
}
