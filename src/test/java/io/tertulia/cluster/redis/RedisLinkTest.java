package io.tertulia.cluster.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisConversation;
import io.tertulia.redis.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
  private static final long CALL = 900;
  private static final String SCRIPT = "return ARGV[1]";
  private static final String HASH = "098e0f0d1448c0a81dafe820f66d460eb09263da";

  private final RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED);
  private final Loops loops = new Loops();
  private final List<String> states = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    loops.close();
    redis.close();
  }

  @Test
  void replies_come_in_the_order_of_the_calls_two_thousand_at_once() {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    List<String> order = new CopyOnWriteArrayList<>();
    // Nobody joins these: who does may run what hangs on them, elsewhere than on the loop.
    loops.run(
        () ->
            IntStream.range(0, 2_000)
                .forEach(i -> echo(link, "" + i).thenAccept(word -> order.add("" + word))));
    await().until(() -> order.size() == 2_000);
    assertThat(order).isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "" + i).toList());
  }

  @Test
  void more_calls_than_the_client_takes_go_in_several_writes() {
    RedisLink link = link(new RedisLink.Settings(5_000, 10, 5_000, 1 << 20));
    List<CompletableFuture<Response>> replies =
        loops.ask(() -> IntStream.range(0, 4_000).mapToObj(i -> echo(link, "" + i)).toList());
    assertThat(replies).allSatisfy(reply -> assertThat(reply.join()).isNotNull());
  }

  @Test
  void no_more_bytes_are_under_way_than_may_be() {
    RedisLink link = link(new RedisLink.Settings(CALL, 100, 100, 1_000));
    redis.ask("CLIENT", "PAUSE", "" + 2 * CALL, "ALL");
    CompletableFuture<Response> first =
        loops.ask(() -> link.call(ping(), 600).toCompletableFuture());
    CompletableFuture<Response> second =
        loops.ask(() -> link.call(ping(), 600).toCompletableFuture());
    assertThat(unanswered(first).wasSent()).isTrue();
    assertThat(unanswered(second).wasSent()).isFalse();
  }

  @Test
  void what_is_too_much_to_wait_is_refused_by_count_and_by_bytes() {
    RedisLink link = link(new RedisLink.Settings(CALL, 1, 3, 1_000));
    List<CompletableFuture<Response>> replies =
        loops.ask(() -> IntStream.range(0, 4).mapToObj(i -> echo(link, "" + i)).toList());
    assertThat(replies.subList(0, 3)).allSatisfy(reply -> assertThat(reply.join()).isNotNull());
    assertThat(unanswered(replies.get(3)).wasSent()).isFalse();

    List<CompletableFuture<Response>> large =
        loops.ask(
            () ->
                Stream.of(600, 600)
                    .map(bytes -> link.call(ping(), bytes).toCompletableFuture())
                    .toList());
    assertThat(large.getFirst().join()).hasToString("PONG");
    assertThat(unanswered(large.getLast())).hasMessageContaining("too much waits");
  }

  @Test
  void scripts_are_there_before_the_first_call_and_after_a_restart() {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    assertThat(loops.ask(() -> evalsha(link, HASH, "one")).join()).hasToString("one");
    redis.kill();
    await().until(() -> states.getLast().startsWith("down"));
    redis.startAgain();
    await().atMost(5, SECONDS).until(() -> states.getLast().equals("up 2"));
    assertThat(loops.ask(() -> evalsha(link, HASH, "two")).join()).hasToString("two");
  }

  @Test
  void an_error_is_told_in_the_words_of_redis_and_leaves_the_others_unanswered() {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    List<CompletableFuture<Response>> replies =
        loops.ask(
            () ->
                List.of(
                    echo(link, "beside"),
                    evalsha(link, "0".repeat(40), ""),
                    call(link, Request.cmd(Command.SET).arg("k").arg("v").arg("nonsense"))));
    assertThat(unanswered(replies.get(0)).wasSent()).isTrue();
    assertThat(failure(replies.get(1)))
        .isInstanceOf(Calls.RedisError.class)
        .hasMessageStartingWith("NOSCRIPT");
    assertThat(failure(replies.get(2)))
        .isInstanceOf(Calls.RedisError.class)
        .hasMessageStartingWith("ERR syntax error");
    assertThat(loops.ask(() -> echo(link, "later")).join()).hasToString("later");
    assertThat(states).containsExactly("up 1");
  }

  @Test
  void what_was_under_way_when_redis_was_killed_may_have_been_done() throws Exception {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    stop();
    List<CompletableFuture<Response>> replies =
        loops.ask(() -> IntStream.range(0, 10).mapToObj(i -> echo(link, "" + i)).toList());
    loops.run(() -> {});
    redis.kill();
    assertThat(replies).allSatisfy(reply -> assertThat(unanswered(reply).wasSent()).isTrue());
    await().until(() -> states.getLast().startsWith("down"));

    CompletableFuture<Response> meanwhile = loops.ask(() -> echo(link, "meanwhile"));
    assertThat(unanswered(meanwhile).wasSent()).isFalse();

    redis.startAgain();
    await().atMost(Duration.ofSeconds(5)).until(() -> states.getLast().equals("up 2"));
    assertThat(loops.ask(() -> echo(link, "later")).join()).hasToString("later");
  }

  @Test
  void what_waits_while_redis_is_away_goes_first_and_in_order() {
    RedisLink link = link(new RedisLink.Settings(20_000, 1_000, 1_000, 1 << 20));
    redis.kill();
    await().until(() -> states.getLast().startsWith("down"));
    List<CompletableFuture<Response>> replies =
        loops.ask(() -> IntStream.range(0, 100).mapToObj(i -> push(link, i)).toList());
    redis.startAgain();
    assertThat(replies.stream().map(reply -> reply.join().toInteger()))
        .isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    assertThat(redis.ask("LINDEX", "list", "42")).isEqualTo("42");
  }

  @Test
  void a_redis_that_hangs_is_given_up_at_the_deadline() throws Exception {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    stop();
    try {
      CompletableFuture<Response> sent = loops.ask(() -> echo(link, "sent"));
      assertThat(unanswered(sent).wasSent()).isTrue();
      await().until(() -> states.getLast().equals("down no answer within 900 ms"));
      CompletableFuture<Response> later = loops.ask(() -> echo(link, "later"));
      assertThat(unanswered(later).wasSent()).isFalse();
    } finally {
      signal("-CONT");
    }
    await().atMost(5, SECONDS).until(() -> states.getLast().equals("up 2"));
    assertThat(loops.ask(() -> echo(link, "after")).join()).hasToString("after");
  }

  @Test
  void a_connection_that_is_slow_and_answers_is_not_given_up() {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    // Long ones, so that each goes in a write of its own; all of them take far longer than a call.
    List<CompletableFuture<Response>> slow =
        loops.ask(() -> IntStream.range(0, 6).mapToObj(i -> waits(link, "0.4")).toList());
    assertThat(slow.getFirst().join()).isNull();
    assertThat(unanswered(slow.getLast()).wasSent()).isTrue();
    await()
        .atMost(10, SECONDS)
        .until(() -> loops.ask(() -> echo(link, "after")).handle((word, no) -> no == null).join());
    assertThat(states).containsExactly("up 1");
  }

  @Test
  void no_connection_is_left_behind() {
    RedisLink link = link(RedisLink.Settings.of(CALL));
    for (int i = 2; i < 8; i++) {
      redis.ask("CLIENT", "KILL", "TYPE", "normal");
      String next = "up " + i;
      await().atMost(5, SECONDS).until(() -> states.contains(next));
    }
    loops.run(link::close);
    await().untilAsserted(() -> assertThat(clients()).hasSize(1));
  }

  @Test
  void a_hello_that_is_never_answered_does_not_keep_it_from_coming_back() {
    try (RedisConversation only = redis.talk()) {
      only.ask("CONFIG", "SET", "maxclients", "1");
      RedisLink link = start(RedisLink.Settings.of(CALL));
      CompletableFuture<Response> early = loops.ask(() -> echo(link, "early"));
      assertThat(unanswered(early).wasSent()).isFalse();
      only.ask("CONFIG", "SET", "maxclients", "100");
    }
    await().atMost(8, SECONDS).until(() -> states.contains("up 1"));
  }

  private List<String> clients() {
    return String.valueOf(redis.ask("CLIENT", "LIST")).lines().toList();
  }

  private RedisLink link(RedisLink.Settings settings) {
    RedisLink link = start(settings);
    await().until(() -> states.contains("up 1"));
    return link;
  }

  private RedisLink start(RedisLink.Settings settings) {
    RedisLink.Listener listener =
        new RedisLink.Listener() {
          @Override
          public void up(long incarnation, String server) {
            states.add("up " + incarnation);
          }

          @Override
          public void down(String why) {
            states.add("down " + why);
          }
        };
    RedisLink link =
        new RedisLink(loops.loop, loops.clients(redis.url()), settings, List.of(SCRIPT), listener);
    link.start();
    return link;
  }

  private static CompletableFuture<Response> call(RedisLink link, Request request) {
    return link.call(request).toCompletableFuture();
  }

  private static CompletableFuture<Response> echo(RedisLink link, String word) {
    return call(link, Request.cmd(Command.ECHO).arg(word));
  }

  /** A call that Redis answers with null after so many seconds, and whatever is behind it later. */
  private static CompletableFuture<Response> waits(RedisLink link, String seconds) {
    Request request = Request.cmd(Command.BLPOP).arg("nothing").arg(seconds);
    return link.call(request, 200_000).toCompletableFuture();
  }

  private static CompletableFuture<Response> push(RedisLink link, int value) {
    return call(link, Request.cmd(Command.RPUSH).arg("list").arg(value));
  }

  private static CompletableFuture<Response> evalsha(RedisLink link, String hash, String word) {
    return call(link, Request.cmd(Command.EVALSHA).arg(hash).arg(0).arg(word));
  }

  private static Request ping() {
    return Request.cmd(Command.PING);
  }

  private static Unanswered unanswered(CompletableFuture<Response> reply) {
    return (Unanswered) failure(reply);
  }

  private static Throwable failure(CompletableFuture<Response> reply) {
    try {
      throw new AssertionError("answered: " + reply.join());
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  private void signal(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", name, "" + redis.pid()).start().waitFor()).isZero();
  }
}
