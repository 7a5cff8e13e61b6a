package io.tertulia.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With Redis as the server, which answers in lines. */
class TcpProxyTest {
  /** As clients send it; the others are inline commands. */
  private static final String SUBSCRIBE = "*2\r\n$9\r\nSUBSCRIBE\r\n$4\r\nroom";

  private static RedisServer redis;
  private final TcpProxy proxy = new TcpProxy(redis.port(), RedisServer.SUBSCRIBING);

  @BeforeAll
  static void start_redis() {
    redis = RedisServer.start(RedisBinary.EMBEDDED);
  }

  @AfterAll
  static void stop_redis() {
    redis.close();
  }

  @AfterEach
  void close() {
    proxy.close();
    redis.ask("FLUSHALL");
  }

  @Test
  void it_passes_what_both_say() {
    Line line = new Line();
    assertThat(line.ask("PING")).isEqualTo("+PONG");
    assertThat(line.ask("SET a 1")).isEqualTo("+OK");
    assertThat(redis.ask("GET", "a")).isEqualTo("1");
  }

  @Test
  void a_cut_resets_the_open_connections_and_new_ones_pass() {
    Line line = new Line();
    line.ask("PING");
    assertThat(proxy.lines().cut()).isEqualTo(1);
    assertThatThrownBy(line::hear).hasMessageContaining("reset");
    assertThat(new Line().ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void an_end_is_a_fin() {
    Line line = new Line();
    line.ask("PING");
    assertThat(proxy.lines().end()).isEqualTo(1);
    assertThat(line.hear()).isEqualTo("the end");
  }

  @Test
  void only_new_connections_can_be_refused() {
    Line old = new Line();
    old.ask("PING");
    proxy.refuseNew();
    assertThatThrownBy(() -> new Line().ask("PING")).isInstanceOf(UncheckedIOException.class);
    assertThat(old.ask("PING")).isEqualTo("+PONG");
    assertThat(proxy.refused()).isEqualTo(1);
    proxy.heal();
    assertThat(new Line().ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void a_silence_ends_nothing_and_what_it_held_arrives_late() {
    Line line = new Line();
    line.ask("PING");
    proxy.silence();
    line.say("SET a 2");
    assertThatThrownBy(line::hear).hasMessageContaining("timed out");
    Line fresh = new Line();
    fresh.say("PING");
    assertThatThrownBy(fresh::hear).hasMessageContaining("timed out");
    assertThat(redis.ask("GET", "a")).isNull();

    proxy.heal();
    assertThat(line.hear()).isEqualTo("+OK");
    assertThat(fresh.hear()).isEqualTo("+PONG");
  }

  @Test
  void a_command_that_nobody_waits_for_any_more_still_runs_after_a_silence() {
    Line line = new Line();
    line.ask("PING");
    proxy.silence();
    line.say("SET a 3");
    line.close();
    proxy.heal();
    await().until(() -> "3".equals(redis.ask("GET", "a")));
    await().until(() -> proxy.lines().count() == 0);
  }

  @Test
  void what_is_swallowed_on_the_way_back_has_arrived_and_no_end_is_told() {
    Line line = new Line();
    line.ask("PING");
    proxy.swallow(Way.TO_CLIENT);
    line.say("SET a 4");
    await().until(() -> "4".equals(redis.ask("GET", "a")));
    line.say("QUIT");
    assertThatThrownBy(line::hear).hasMessageContaining("timed out");

    proxy.heal();
    assertThatThrownBy(line::hear).hasMessageContaining("timed out");
    assertThat(new Line().ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void what_is_swallowed_on_the_way_there_never_arrives_on_new_connections_too() {
    Line old = new Line();
    old.ask("PING");
    proxy.swallow(Way.TO_SERVER);
    old.say("SET a 5");
    Line fresh = new Line();
    fresh.say("SET a 5");
    assertThatThrownBy(old::hear).hasMessageContaining("timed out");
    assertThatThrownBy(fresh::hear).hasMessageContaining("timed out");
    proxy.heal();
    assertThat(new Line().ask("GET a")).isEqualTo("$-1");
  }

  @Test
  void who_is_abandoned_hears_nothing_while_the_server_sees_an_end() {
    Line line = new Line();
    line.ask("CLIENT SETNAME lonely");
    proxy.lines().abandon();
    await().until(() -> !redis.ask("CLIENT", "LIST").toString().contains("name=lonely"));
    line.say("PING");
    assertThatThrownBy(line::hear).hasMessageContaining("timed out");
  }

  @Test
  void only_subscriptions_can_be_cut() {
    Line command = new Line();
    command.ask("PING");
    Line subscriber = new Line();
    subscriber.ask(SUBSCRIBE);
    assertThat(proxy.marked().count()).isEqualTo(1);
    assertThat(proxy.marked().cut()).isEqualTo(1);
    assertThatThrownBy(subscriber::hearAll).isInstanceOf(UncheckedIOException.class);
    assertThat(command.ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void subscribers_can_be_held_while_commands_pass() {
    Line subscriber = new Line();
    subscriber.ask(SUBSCRIBE);
    await().until(() -> redis.ask("PUBSUB", "NUMSUB", "room").toString().contains("1"));
    subscriber.hear(5);
    proxy.marked().hold();
    assertThat(new Line().ask("PUBLISH room hola")).isEqualTo(":1");
    assertThatThrownBy(subscriber::hear).hasMessageContaining("timed out");
    proxy.heal();
    subscriber.hear(6);
    assertThat(subscriber.hear()).isEqualTo("hola");
  }

  @Test
  void a_delay_counts_in_each_direction() {
    Line line = new Line();
    line.ask("PING");
    proxy.slowDown(Duration.ofMillis(100));
    long begun = System.nanoTime();
    assertThat(line.ask("PING")).isEqualTo("+PONG");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void it_can_be_turned_to_another_redis() {
    try (RedisServer other = RedisServer.start(RedisBinary.EMBEDDED)) {
      other.ask("SET", "a", "other");
      Line line = new Line();
      line.ask("PING");
      proxy.turnTo(other.port());
      line.say("GET a");
      assertThat(line.hear()).isEqualTo("$-1");
      proxy.lines().cut();
      assertThat(new Line().ask("GET a")).isEqualTo("$5");
    }
  }

  /** One connection through the proxy that speaks inline commands. */
  private final class Line {
    private final Socket socket;
    private final BufferedReader in;

    Line() {
      try {
        socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(500);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String ask(String command) {
      say(command);
      return hear();
    }

    void say(String command) {
      try {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String hear() {
      try {
        String line = in.readLine();
        return line == null ? "the end" : line;
      } catch (SocketTimeoutException e) {
        throw new IllegalStateException("timed out", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void hear(int lines) {
      for (int i = 0; i < lines; i++) {
        hear();
      }
    }

    void hearAll() {
      while (!hear().equals("the end")) {
        // Until it ends, or fails as it should.
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
