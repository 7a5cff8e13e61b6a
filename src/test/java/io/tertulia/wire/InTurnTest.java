package io.tertulia.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Long messages wait for their turn on the loop, and nothing comes of that but a wait. */
@QuarkusTest
class InTurnTest {
  private static final String LONG = "x".repeat(3_000);

  @TestHTTPResource("/")
  URI node;

  @Test
  void what_was_said_before_the_connection_ended_is_said_in_its_order() {
    try (RawSocket listener = RawSocket.open(node, "/chat/in-turn");
        RawSocket speaker = RawSocket.open(node, "/chat/in-turn")) {
      listener.frame();
      speaker.frame();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      List<String> texts =
          IntStream.range(0, 8).mapToObj(i -> i + (i % 2 == 0 ? LONG : "")).toList();
      texts.forEach(text -> all.writeBytes(ClientFrame.text(text)));
      speaker.send(all.toByteArray());
      speaker.shutOutput();
      for (String text : texts) {
        assertThat(listener.frame().text()).endsWith(": " + text);
      }
    }
  }
}
