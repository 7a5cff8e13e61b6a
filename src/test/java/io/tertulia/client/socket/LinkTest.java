package io.tertulia.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LinkTest {
  /** More than the sockets between take, so that its writing lasts until it is read. */
  private static final int LARGE = 32 << 20;

  private static final int HEAD_OF_LARGE = 2 + 8 + 4;

  private static final String WELCOME =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** A leave that was left out let a member miss what came until it joined again. */
  @Test
  void what_is_sent_while_another_frame_is_written_comes_after_it() throws Exception {
    CompletableFuture<Link> opening = doing(this::open);
    try (Socket accepted = accept(WELCOME)) {
      DataInputStream in = new DataInputStream(accepted.getInputStream());
      Link link = opening.join();
      CompletableFuture<Link> large = doing(() -> send(link, "x".repeat(LARGE)));
      in.readNBytes(HEAD_OF_LARGE);
      CompletableFuture<Link> small = doing(() -> send(link, "leave"));
      in.readNBytes(LARGE);
      large.join();
      small.join();
      assertThat(in.readNBytes(2 + 4 + "leave".length())[1] & 0x7F).isEqualTo("leave".length());
      link.abort();
    }
  }

  @Test
  void a_message_in_parts_is_one_and_a_ping_between_them_is_answered() throws Exception {
    CompletableFuture<Link> opening = doing(this::open);
    try (Socket accepted = accept(WELCOME)) {
      Link link = opening.join();
      say(accepted, 0x01, 2, 'h', 'o', 0x89, 1, '!', 0x80, 2, 'l', 'a');
      ServerFrame message = link.message();
      assertThat(message.text()).isEqualTo("hola");
      assertThat(message.opcode()).isEqualTo(ClientFrame.TEXT);
      byte[] pong = accepted.getInputStream().readNBytes(7);
      assertThat(pong[0] & 0xFF).isEqualTo(0x8A);
      assertThat(pong[1] & 0x7F).isEqualTo(1);
    }
  }

  @Test
  void a_close_is_answered_and_told_by_its_code() throws Exception {
    CompletableFuture<Link> opening = doing(this::open);
    try (Socket accepted = accept(WELCOME)) {
      Link link = opening.join();
      say(accepted, 0x88, 2, 0x03, 0xF4);
      assertThatThrownBy(link::read)
          .isInstanceOfSatisfying(Closed.class, end -> assertThat(end.code()).isEqualTo(1012));
      assertThat(accepted.getInputStream().readAllBytes()).startsWith(0x88, 0x82);
    }
  }

  @Test
  void a_frame_that_no_server_may_send_is_no_message() throws Exception {
    CompletableFuture<Link> opening = doing(this::open);
    try (Socket accepted = accept(WELCOME)) {
      Link link = opening.join();
      say(accepted, 0x81, 0x81, 0, 0, 0, 0, 'x');
      assertThatThrownBy(link::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("may not");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nsec-websocket-accept: of another\r\n\r\n"
      })
  void another_answer_to_a_handshake_is_told_whole(String answer) throws Exception {
    CompletableFuture<Link> opening = doing(this::open);
    try (Socket accepted = accept(answer)) {
      assertThat(accepted.isConnected()).isTrue();
      assertThatThrownBy(opening::join)
          .cause()
          .isInstanceOfSatisfying(
              NoUpgrade.class, refused -> assertThat(refused.head()).isEqualTo(answer));
    }
  }

  private interface Doing {
    Link run() throws IOException;
  }

  private static CompletableFuture<Link> doing(Doing doing) {
    CompletableFuture<Link> done = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            done.complete(doing.run());
          } catch (IOException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private Link open() throws IOException {
    return Opening.chat(URI.create("http://127.0.0.1:" + server.getLocalPort()))
        .within(Duration.ofSeconds(5))
        .open();
  }

  private static Link send(Link link, String text) throws IOException {
    link.send(text);
    return link;
  }

  private static void say(Socket accepted, int... bytes) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(bytes.length);
    IntStream.of(bytes).forEach(one -> all.put((byte) one));
    accepted.getOutputStream().write(all.array());
  }

  /** The next connection, its handshake answered so. */
  private Socket accept(String answer) throws IOException {
    Socket accepted = server.accept();
    accepted.setSoTimeout(5_000);
    DataInputStream in = new DataInputStream(accepted.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    accepted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    return accepted;
  }
}
