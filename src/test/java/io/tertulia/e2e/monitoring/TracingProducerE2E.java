package io.tertulia.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.e2e.monitoring.SpanCollector.TracedSpan;
import io.tertulia.redis.RedisConversation;
import io.tertulia.redis.RedisServer;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way of a message over packaged nodes, as a collector is told of it. */
class TracingProducerE2E {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String LIBRARY = "io.opentelemetry.";

  private static RedisServer redis;
  private static SpanCollector collector;
  private static PackagedNode ana;
  private static PackagedNode bob;
  private static PackagedNode off;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    collector = new SpanCollector();
    String endpoint = "tertulia.traces.endpoint=" + collector.endpoint();
    ana = node("ana", endpoint);
    bob = node("bob", endpoint);
    off = node("off");
  }

  @AfterAll
  static void stop() {
    Stream.of(ana, bob, off).forEach(PackagedNode::kill);
    collector.close();
    redis.close();
  }

  @Test
  void what_is_said_is_one_trace_over_all_nodes_that_trace_and_reaches_those_that_do_not() {
    try (RedisConversation channel = channel("traced");
        Witness one = enter(ana, "traced");
        Witness two = enter(bob, "traced");
        Witness three = enter(off, "traced")) {
      TracedSpan say = whole(one);
      for (Witness witness : List.of(one, two, three)) {
        await().atMost(SOON).until(() -> !witness.messages().isEmpty());
      }
      assertThat(say.node()).isEqualTo("ana");
      assertThat(say.parent()).isEmpty();
      assertThat(fanOuts(say))
          .allSatisfy(
              span -> {
                assertThat(span.parent()).isEqualTo(say.id());
                assertThat(span.end()).isGreaterThan(span.start());
              })
          .extracting(TracedSpan::node)
          .containsExactlyInAnyOrder("ana", "bob");

      String prefix = "@00-" + say.trace() + "-" + say.id() + "-01\n";
      await().atMost(SOON).until(() -> message(channel).startsWith(prefix));
      assertThat(redis.ask("XRANGE", "tertulia:{traced}:l", "-", "+"))
          .asString()
          .contains("hola")
          .doesNotContain(say.trace());
      for (Witness witness : List.of(one, two, three)) {
        assertThat(witness.messages()).asString().contains("hola").doesNotContain(say.trace());
        assertThat(witness.ask("history").message().toString())
            .contains("hola")
            .doesNotContain(say.trace());
      }
    }
  }

  @Test
  void without_an_endpoint_nothing_is_added_and_of_the_library_no_class_is_loaded()
      throws Exception {
    try (RedisConversation channel = channel("plain");
        Witness three = enter(off, "plain")) {
      Answer said = three.say("hola").join();
      await().atMost(SOON).until(() -> three.entries(said.mid()).size() == 1);
      String epoch = String.valueOf(redis.ask("HGET", "tertulia:{plain}:m", "epoch"));
      assertThat(message(channel)).startsWith(epoch + " 1 " + said.mid());
    }
    assertThat(off.log())
        .contains("io.tertulia.ops.tracing.TracingProducer")
        .doesNotContain(LIBRARY);
    assertThat(ana.log()).contains(LIBRARY);
    assertThat(threads(off)).doesNotContain("BatchSpanProcessor");
    assertThat(threads(ana)).contains("BatchSpanProcessor");
  }

  @Test
  void a_collector_that_is_away_holds_nobody_up() {
    String nobody = "tertulia.traces.endpoint=http://127.0.0.1:1/v1/traces";
    try (PackagedNode alone = node("alone", nobody);
        Witness witness = enter(alone, "patio")) {
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                witness.say("hola").join();
                return witness.messages().size() > 50;
              });
      await().atMost(SOON).until(() -> alone.log().contains("takes no spans"));
      assertThat(alone.terminate().orTimeout(20, TimeUnit.SECONDS).join())
          .satisfies(process -> assertThat(process.isAlive()).isFalse());
      assertThat(alone.log()).doesNotContain("\tat ");
    }
  }

  /**
   * Says something until all of it came to the collector: on a machine that stands still for
   * seconds a span or the announcement itself may be lost, and that is as it should be.
   */
  private static TracedSpan whole(Witness by) {
    AtomicReference<TracedSpan> found = new AtomicReference<>();
    await()
        .atMost(SOON.multipliedBy(3))
        .pollInterval(Duration.ofSeconds(3))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              by.say("hola").join();
              collector.spans("say").stream()
                  .filter(say -> fanOuts(say).size() == 2)
                  .findFirst()
                  .ifPresent(found::set);
              return found.get() != null;
            });
    return found.get();
  }

  private static List<TracedSpan> fanOuts(TracedSpan say) {
    return collector.spans("fan-out").stream()
        .filter(span -> span.trace().equals(say.trace()))
        .toList();
  }

  private static PackagedNode node(String name, String... more) {
    List<String> settings =
        Stream.concat(
                Stream.of(
                    "quarkus.redis.hosts=" + redis.url(),
                    "tertulia.node=" + name,
                    "tertulia.limits.rate-per-session=1000"),
                Stream.of(more))
            .toList();
    return PackagedNode.start(
        new PackagedNode.Way(List.of("-Xlog:class+load"), Map.of(), settings));
  }

  private static Witness enter(PackagedNode node, String room) {
    return Witness.enter(URI.create("http://127.0.0.1:" + node.port()), room, null);
  }

  private static RedisConversation channel(String room) {
    RedisConversation channel = redis.talk();
    assertThat(channel.ask("SUBSCRIBE", "tertulia:{" + room + "}:c")).asString().contains("1");
    return channel;
  }

  /** The next that is no ephemeral event. */
  private static String message(RedisConversation channel) {
    while (true) {
      String payload = (String) ((List<?>) channel.hear()).get(2);
      if (!payload.startsWith("{")) {
        return payload;
      }
    }
  }

  private static String threads(PackagedNode node) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked = new ProcessBuilder(jcmd, "" + node.pid(), "Thread.print").start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
