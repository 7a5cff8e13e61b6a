package io.tertulia.trial.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeLogTest {
  @Test
  void errors_stack_traces_and_leaks_are_complaints() {
    String log =
        """
        10:00:00.000 INFO  Redis is away: messages are refused
        10:00:00.000 WARN  LATE is no leak, ERRORS is no level
        10:00:01.000 ERROR HTTP Request to /chat failed
        java.lang.IllegalStateException: no
        \tat io.tertulia.session.Session.say(Session.java:12)
        \tat java.base/java.lang.Thread.run(Thread.java:1474)
        Caused by: java.io.IOException: Connection reset
        10:00:02.000 ERROR LEAK: ByteBuf.release() was not called
        """;
    assertThat(NodeLog.complaints(log)).hasSize(5);
    assertThat(NodeLog.complaints(log.lines().limit(2).toList().toString())).isEmpty();
  }

  @Test
  void where_a_blocked_thread_stands_is_left_out_on_demand_and_nothing_else() {
    String log =
        """
        10:00:00.000 WARN  Thread 1 has been blocked for 60027 ms: io.vertx.core.VertxException: Thread blocked
        \tat io.tertulia.session.Session.<init>(Session.java:11)
        \tat io.tertulia.session.Session.say(Session.java:12)
        10:00:01.000 ERROR HTTP Request to /chat failed
        java.lang.IllegalStateException: no
        \tat io.tertulia.session.Session.say(Session.java:12)
        """;
    assertThat(NodeLog.complaints(log)).hasSize(4);
    assertThat(NodeLog.complaints(NodeLog.withoutBlockedThreads(log))).hasSize(2);
  }
}
