package io.tertulia.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.log.LoggedLines;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile client costs one line of the log: no stack trace, and no byte of what it said. */
@QuarkusTest
class OneLineTest {
  private static final String SECRET = "a-secret-of-ana";

  @TestHTTPResource("/")
  URI node;

  private final LoggedLines log = LoggedLines.of("");

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  @Test
  void a_violation_is_one_line_with_the_session() {
    try (RawSocket socket = RawSocket.open(node, "/chat/log")) {
      socket.frame();
      socket.send(
          ClientFrame.of(
              ClientFrame.LAST | 0x40 | ClientFrame.TEXT, SECRET.getBytes(StandardCharsets.UTF_8)));
      assertThat(socket.close(1).closeCode()).isEqualTo(1002);
      socket.untilEnd();
    }
    await().until(() -> lines().stream().anyMatch(line -> line.endsWith("is gone")));
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0)).matches("socket \\S+ opened from 127\\.0\\.0\\.1, bare");
    String session = lines().get(0).replaceAll("socket (\\S+) .*", "$1");
    assertThat(lines().get(1)).startsWith("socket " + session + " broke RFC 6455: 1002 ");
    assertThat(lines().get(2)).isEqualTo("socket " + session + " is gone");
    assertThat(lines()).noneMatch(line -> line.contains(SECRET));
    assertThat(log.records()).allMatch(line -> line.getThrown() == null);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noise_on_the_port_is_at_most_one_line(long seed) {
    byte[] noise = new byte[20_000];
    new Random(seed).nextBytes(noise);
    RawSocket socket = RawSocket.connect(node);
    try (socket) {
      socket.send(noise);
      socket.shutOutput();
      socket.untilEnd();
    } catch (UncheckedIOException reset) {
      // To end it with bytes unread is as good an answer as any.
    }
    // What the node says about the noise comes before what it says about the next one to come.
    RawSocket.open(node, "/chat/log").close();
    await().until(() -> lines().stream().anyMatch(line -> line.endsWith("is gone")));
    assertThat(lines().stream().filter(line -> !line.startsWith("socket "))).hasSizeLessThan(2);
    assertThat(log.records()).allMatch(line -> line.getThrown() == null);
  }

  private List<String> lines() {
    return log.lines("%s");
  }
}
