package io.tertulia.wire;

import static io.tertulia.client.socket.ClientFrame.LAST;
import static io.tertulia.client.socket.ClientFrame.PING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.ChatClient;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that talks without end and never listens is held back by TCP, not stored. */
@QuarkusTest
class FloodTest {
  /** Far more than the buffers of both kernels and of the node together, which are some 25 MB. */
  private static final long BYTES = 80_000_000;

  /** More than a client gets that goes on until it is closed. */
  private static final int ANSWERS = 100_000;

  private static final Duration STILL = Duration.ofSeconds(2);

  @TestHTTPResource("/")
  URI node;

  static Stream<byte[]> frames() {
    return Stream.of(ClientFrame.of(LAST | PING, new byte[125]), ClientFrame.text("x".repeat(120)));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void what_is_not_listened_to_is_not_read(byte[] frame) {
    try (RawSocket flood = RawSocket.open(node, "/chat/flood");
        ChatClient calm = ChatClient.bare(chat("calm"), null)) {
      AtomicLong sent = new AtomicLong();
      Thread talker = Thread.ofPlatform().daemon().start(() -> talk(flood, thousand(frame), sent));
      await().atMost(Duration.ofSeconds(30)).pollInterval(STILL).until(new Standstill(sent));
      assertThat(sent.get()).isLessThan(BYTES);
      assertThat(talker.isAlive()).as("the client waits for the node to read").isTrue();
      calm.send("hola");
      assertThat(calm.await(text -> text.contains("hola"))).isEqualTo("Servidor recibió: hola");
    }
  }

  @Test
  void who_goes_on_above_the_rate_and_listens_is_closed_with_4503_and_nobody_else_notices() {
    try (RawSocket pings = RawSocket.open(node, "/chat/pings");
        RawSocket texts = RawSocket.open(node, "/chat/texts");
        ChatClient calm = ChatClient.bare(chat("calm"), null)) {
      for (RawSocket flood : List.of(pings, texts)) {
        byte[] frame = flood == pings ? ClientFrame.ping("p") : ClientFrame.text("t");
        Thread.ofPlatform().daemon().start(() -> talk(flood, thousand(frame), new AtomicLong()));
      }
      for (int i = 0; i < 5; i++) {
        calm.send("hola " + i);
        assertThat(calm.await(text -> text.contains("hola"))).endsWith("hola " + i);
      }
      assertThat(pings.close(ANSWERS).closeCode()).isEqualTo(4503);
      assertThat(texts.close(ANSWERS).closeCode()).isEqualTo(4503);
    }
  }

  /** Whether nothing more was sent since the last time this was asked. */
  private static final class Standstill implements Callable<Boolean> {
    private final AtomicLong sent;
    private long before;

    Standstill(AtomicLong sent) {
      this.sent = sent;
    }

    @Override
    public Boolean call() {
      long now = sent.get();
      boolean still = now > 0 && now == before || now >= BYTES;
      before = now;
      return still;
    }
  }

  private static void talk(RawSocket flood, byte[] frames, AtomicLong sent) {
    try {
      while (sent.get() < BYTES) {
        flood.send(frames);
        sent.addAndGet(frames.length);
      }
    } catch (UncheckedIOException e) {
      // The test is over and closed the socket.
    }
  }

  private static byte[] thousand(byte[] frame) {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      many.writeBytes(frame);
    }
    return many.toByteArray();
  }

  private URI chat(String room) {
    return URI.create("ws://" + node.getAuthority() + "/chat/" + room);
  }
}
