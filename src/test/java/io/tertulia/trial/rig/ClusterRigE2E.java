package io.tertulia.trial.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.redis.RedisBinary;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import io.tertulia.trial.witness.Witnesses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rig itself: what it does to a node is done, and what it sees is so. */
class ClusterRigE2E {
  private static ClusterRig rig;
  private static RigNode node;

  @BeforeAll
  static void start() {
    rig = ClusterRig.start(Setup.of(1).on(RedisBinary.EMBEDDED));
    node = rig.node(0);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void a_witness_hears_what_it_and_others_say() {
    try (Witnesses witnesses = Witnesses.enter("heard", rig.nodes(), 2)) {
      assertThat(witnesses.live(Duration.ofSeconds(5))).isLessThan(Duration.ofSeconds(5));
      Answer said = witnesses.one(node).say("hola").join();
      assertThat(said.isDone()).isTrue();
      await().until(() -> witnesses.all().getLast().entries(said.mid()).size() == 1);
      assertThat(witnesses.repeats()).isEmpty();
      assertThat(witnesses.one(node).ask("members").message().path("count").asInt()).isEqualTo(2);
      assertThat(witnesses.one(node).ask("history").message().path("entries")).isNotEmpty();
    }
  }

  @Test
  void a_witness_that_resumes_is_the_same_person_so_its_key_is_stored_once() {
    try (Witness first = Witness.enter(node.address(), "twice", null);
        Witness second = Witness.enter(node.address(), "twice", first.resume())) {
      Answer one = first.say("k", "hola").join();
      Answer two = second.say("k", "hola").join();
      assertThat(two.mid()).isEqualTo(one.mid());
      assertThat(two.message().path("dup").asBoolean()).isTrue();
    }
  }

  @Test
  void a_frozen_node_is_silent_out_of_rotation_and_goes_on() {
    try (Witness witness = Witness.enter(node.address(), "frozen", null)) {
      node.freeze();
      await().until(() -> rig.addresses().isEmpty());
      CompletableFuture<Answer> answer = witness.sayPatiently("k", "hola");
      assertThat(answer.copy().completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).join()).isNull();
      node.thaw();
      assertThat(answer.join().isDone()).isTrue();
      assertThat(rig.addresses()).containsExactly(node.address());
    }
  }

  @Test
  void a_node_that_is_told_to_end_says_goodbye_and_a_killed_one_does_not() throws Exception {
    Witness told = Witness.enter(node.address(), "goodbye", null);
    node.terminate().get(30, TimeUnit.SECONDS);
    assertThat(told.awaitClose(Duration.ofSeconds(1))).isEqualTo(1012);
    node.startAgain();

    Witness cutOff = Witness.enter(node.address(), "goodbye", null);
    node.kill();
    assertThat(cutOff.awaitClose(Duration.ofSeconds(5))).isEqualTo(1006);
    assertThat(cutOff.say("anybody").join().code()).isEqualTo(Answer.NONE);
    node.startAgain();
    assertThat(NodeLog.complaints(node.log())).isEmpty();
    assertThat(node.residentKilobytes()).isGreaterThan(256 * 1024);
  }
}
