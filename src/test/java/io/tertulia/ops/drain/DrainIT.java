package io.tertulia.ops.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.ChatClient;
import io.tertulia.client.Management;
import io.tertulia.client.socket.NoUpgrade;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.e2e.PackagedNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A packaged node that gets SIGTERM while people are connected. */
class DrainIT {
  @Test
  void everybody_is_told_answered_and_closed_with_1012() {
    try (PackagedNode node = PackagedNode.start()) {
      Management management = Management.at(node.managementPort());
      ChatClient ana = join(node);
      ChatClient bob = ChatClient.bare(address(node, "/chat/lobby"), null);
      Instant told = Instant.now();
      assertThat(management.measure("tertulia_draining")).isZero();
      CompletableFuture<ProcessHandle> gone = terminate(node);

      await().until(management::ready, ready -> ready.startsWith("503"));
      assertThat(management.ready().replaceAll("\\s", ""))
          .contains("\"conversationwithitself\",\"status\":\"DOWN\"", "thisnodeisshuttingdown");
      assertThat(management.measure("tertulia_draining")).isEqualTo(1);
      ChatClient late = join(node);
      assertThat(late.await(message -> message.contains("\"type\":\"goaway\"")))
          .contains("\"reason\":\"restart\"");
      assertThat(ana.rest()).as("who was here is told later").noneMatch(s -> s.contains("goaway"));
      say(late, 2);
      late.await(message -> message.contains("\"type\":\"ack\""));

      ana.await(message -> message.contains("\"type\":\"goaway\""));
      say(ana, 3);
      assertThat(ana.await(message -> message.contains("\"id\":3")))
          .contains("\"type\":\"error\"", "\"code\":141", "\"retryable\":true");
      assertThatUpgradesAreRefused(node);
      late.await(message -> message.contains("\"type\":\"goaway\""));
      bob.await(line -> line.startsWith("! goaway"));

      assertThat(ana.awaitClose()).isEqualTo(1012);
      assertThat(bob.awaitClose()).isEqualTo(1012);
      assertThat(late.awaitClose()).isEqualTo(1012);
      gone.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(7));
      assertThat(node.log()).doesNotContain("WARN", "ERROR", "\tat ");
    }
  }

  @Test
  void somebody_who_never_answers_does_not_hold_the_node() {
    try (PackagedNode node = PackagedNode.start();
        RawSocket mute = mute(node)) {
      assertThat(mute).isNotNull();
      Instant told = Instant.now();
      terminate(node).orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(Duration.between(told, Instant.now()))
          // The grace, a goaway of half a second at least, and 2 s for the answer that never comes.
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(13));
    }
  }

  @Test
  void a_second_signal_hurries() {
    try (PackagedNode node = PackagedNode.start();
        RawSocket mute = mute(node)) {
      assertThat(mute).isNotNull();
      Instant told = Instant.now();
      CompletableFuture<ProcessHandle> gone = terminate(node);
      await().until(() -> node.log().contains("shutting down"));
      terminate(node);
      gone.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void who_dials_until_the_very_end_leaves_no_fault_in_the_log() {
    try (PackagedNode node = PackagedNode.start()) {
      join(node);
      List<Thread> dialers =
          Stream.generate(() -> Thread.ofPlatform().daemon().start(() -> dial(node)))
              .limit(4)
              .toList();
      terminate(node).orTimeout(20, TimeUnit.SECONDS).join();
      dialers.forEach(Thread::interrupt);
      assertThat(node.log()).doesNotContain("WARN", "ERROR", "\tat ");
    }
  }

  private static void dial(PackagedNode node) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Socket socket = new Socket("127.0.0.1", node.port())) {
        Thread.sleep(1);
        socket.setSoLinger(true, 0);
      } catch (IOException refused) {
        // It is gone, or about to.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void assertThatUpgradesAreRefused(PackagedNode node) {
    Throwable refused =
        catchThrowable(() -> ChatClient.bare(address(node, "/chat/lobby"), null)).getCause();
    assertThat(refused).isInstanceOf(NoUpgrade.class);
    assertThat(((NoUpgrade) refused).head())
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("\r\nRetry-After: ");
  }

  private static CompletableFuture<ProcessHandle> terminate(PackagedNode node) {
    ProcessHandle process = ProcessHandle.of(node.pid()).orElseThrow();
    process.destroy();
    return process.onExit();
  }

  private static ChatClient join(PackagedNode node) {
    ChatClient client = ChatClient.json(address(node, "/chat"));
    client.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"lobby\":null}}");
    client.await(message -> message.contains("\"type\":\"joined\""));
    return client;
  }

  private static void say(ChatClient client, int id) {
    client.send(
        "{\"type\":\"say\",\"id\":" + id + ",\"room\":\"lobby\",\"key\":\"k\",\"text\":\"hola\"}");
  }

  /** A client that shakes hands and then neither reads nor answers. */
  private static RawSocket mute(PackagedNode node) {
    return RawSocket.open(URI.create("http://127.0.0.1:" + node.port()), "/chat");
  }

  private static URI address(PackagedNode node, String path) {
    return URI.create("ws://127.0.0.1:" + node.port() + path);
  }
}
