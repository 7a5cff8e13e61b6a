package io.tertulia.trial.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinkTest {
  /** More than the sockets between take, so that its writing lasts until it is read. */
  private static final int LARGE = 32 << 20;

  private static final int HEAD_OF_LARGE = 2 + 8 + 4;

  /** A leave that was left out let a member miss what came until it joined again. */
  @Test
  void what_is_sent_while_another_frame_is_written_comes_after_it() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Link> opening = sending(() -> open(server));
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(5_000);
        DataInputStream in = new DataInputStream(accepted.getInputStream());
        shakeHands(in, accepted);
        Link link = opening.join();
        CompletableFuture<Link> large = sending(() -> send(link, "x".repeat(LARGE)));
        in.readNBytes(HEAD_OF_LARGE);
        CompletableFuture<Link> small = sending(() -> send(link, "leave"));
        in.readNBytes(LARGE);
        large.join();
        small.join();
        assertThat(in.readNBytes(2 + 4 + "leave".length())[1] & 0x7F).isEqualTo("leave".length());
        link.abort();
      }
    }
  }

  private interface Sending {
    Link run() throws IOException;
  }

  private static CompletableFuture<Link> sending(Sending sending) {
    CompletableFuture<Link> done = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            done.complete(sending.run());
          } catch (IOException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private static Link open(ServerSocket server) throws IOException {
    return Link.open(
        URI.create("http://127.0.0.1:" + server.getLocalPort()), Duration.ofSeconds(5));
  }

  private static Link send(Link link, String text) throws IOException {
    link.send(text);
    return link;
  }

  private static void shakeHands(DataInputStream in, Socket accepted) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    accepted
        .getOutputStream()
        .write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
