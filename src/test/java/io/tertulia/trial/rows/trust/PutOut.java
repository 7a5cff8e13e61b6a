package io.tertulia.trial.rows.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * R19: somebody is banned from a room through one node, while it talks through another, listens at
 * a third and comes back again and again. Nothing of it has a number above the ban, and nothing
 * above the ban reaches it.
 */
public final class PutOut implements Fault {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofMillis(10);
  private static final Duration TALK = Duration.ofMillis(500);
  private static final int FORBIDDEN = 113;
  private static final int NOT_JOINED = 121;

  /** Who is put out, everywhere it is, and who sees it happen. */
  private record Scene(
      String room, String who, Witness admin, Witness observer, Witness talker, Witness listener) {}

  @Override
  public Setup setup(Setup given) {
    return Tokens.taken(given);
  }

  @Override
  public void strike(Trial trial) {
    int rounds = trial.options().brief() ? 3 : 12;
    for (int round = 0; round < rounds; round++) {
      String name = trial.options().seed() + "-" + round;
      act(trial, "trust-" + name, "p" + name);
    }
  }

  private static void act(Trial trial, String room, String who) {
    List<URI> nodes = trial.rig().nodes().stream().map(RigNode::address).toList();
    String token = Tokens.of(who, who);
    try (Witness admin = Witness.bearing(nodes.get(0), room, Tokens.ofAdmin());
        Witness observer = Witness.bearing(nodes.get(2), room, Tokens.of(who + "-o", who + "-o"));
        Witness talker = Witness.bearing(nodes.get(1), room, token);
        Witness listener = Witness.bearing(nodes.get(2), room, token);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Scene scene = new Scene(room, who, admin, observer, talker, listener);
      Talk talk = new Talk(talker);
      Talk others = new Talk(observer);
      Returning returning = new Returning(nodes, room, token);
      threads.execute(talk);
      threads.execute(others);
      threads.execute(returning);
      Pause.of(TALK.plusMillis(trial.random().nextInt(300)));
      ban(trial, scene);
      Pause.of(TALK);
      talk.stopped = true;
      others.stopped = true;
      returning.stopped = true;
      threads.close();
      judge(trial, scene, talk, returning);
      trial
          .findings()
          .atLeast(
              10,
              "messages of others above the ban",
              others.acked().stream().filter(seq -> seq > number(observer)).count());
      lift(trial, scene, nodes);
    }
  }

  private static void ban(Trial trial, Scene scene) {
    ObjectNode ban = Witness.command("ban");
    long begun = System.nanoTime();
    Answer answer = scene.admin.order(ban.put("room", scene.room).put("user", scene.who));
    trial.mark(scene.who + " is banned from " + scene.room);
    trial.findings().fired("the ban was answered " + answer.message(), answer.isDone());
    boolean told =
        await(() -> isOut(scene.talker) && isOut(scene.listener) && number(scene.observer) > 0);
    trial.findings().holds("it was told so on both nodes, and the other saw it", told);
    trial
        .findings()
        .atMost(WITHIN, "put out everywhere", Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void judge(Trial trial, Scene scene, Talk talk, Returning returning) {
    long ban = number(scene.observer);
    List<JsonNode> late =
        scene.observer.messages().stream()
            .filter(message -> message.path("from").path("id").asText().equals(scene.who))
            .filter(message -> message.path("seq").asLong() > ban)
            .toList();
    trial.findings().none("message of somebody banned above the ban", late);
    trial
        .findings()
        .none(
            "ack of somebody banned above the ban",
            talk.acked().stream().filter(seq -> seq > ban).toList());
    trial.findings().atLeast(10, "messages that it said before", talk.acked().size());
    trial
        .findings()
        .holds(
            "it was refused afterwards: " + talk.codes(),
            talk.codes().stream().anyMatch(code -> code == FORBIDDEN || code == NOT_JOINED));
    List<Witness> itself = new ArrayList<>(List.of(scene.talker, scene.listener));
    itself.addAll(returning.all);
    List<JsonNode> heard =
        itself.stream()
            .flatMap(witness -> witness.entries().stream())
            .filter(entry -> entry.path("seq").asLong() > ban)
            .toList();
    trial.findings().none("entry above the ban that reached who is banned", heard);
    trial.findings().atLeast(1, "times that it came back meanwhile", returning.in);
    trial.findings().atLeast(1, "times that it was not let in again", returning.refused);
    returning.all.forEach(Witness::close);
  }

  /** Not banned any more, it hears what is said. */
  private static void lift(Trial trial, Scene scene, List<URI> nodes) {
    ObjectNode lift = Witness.command("ban").put("for", 0);
    Answer answer = scene.admin.order(lift.put("room", scene.room).put("user", scene.who));
    trial.findings().holds("the ban was lifted: " + answer.message(), answer.isDone());
    try (Witness back = Witness.bearing(nodes.get(1), scene.room, Tokens.of(scene.who, "back"))) {
      String mid = scene.observer.say("back again").join().mid();
      trial.findings().holds("it hears others again", await(() -> !back.entries(mid).isEmpty()));
    }
  }

  /** The number of the ban as another member saw it; 0 before. */
  private static long number(Witness observer) {
    return observer.events("member").stream()
        .filter(entry -> entry.has("banned"))
        .mapToLong(entry -> entry.path("seq").asLong())
        .findFirst()
        .orElse(0);
  }

  private static boolean isOut(Witness witness) {
    return witness.events("left").stream()
        .anyMatch(left -> left.path("reason").asText().equals("banned"));
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + WITHIN.multipliedBy(3).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Pause.of(Duration.ofMillis(5));
    }
    return true;
  }

  /** Says something as fast as it is answered, nearly. */
  private static final class Talk implements Runnable {
    private final Witness talker;
    private final List<CompletableFuture<Answer>> answers = new ArrayList<>();
    private volatile boolean stopped;

    private Talk(Witness talker) {
      this.talker = talker;
    }

    @Override
    public void run() {
      while (!stopped) {
        answers.add(talker.say("let me speak"));
        Pause.of(EVERY);
      }
    }

    private List<Long> acked() {
      return answers.stream()
          .map(CompletableFuture::join)
          .filter(Answer::isDone)
          .map(answer -> answer.message().path("seq").asLong())
          .toList();
    }

    private List<Integer> codes() {
      return answers.stream().map(answer -> answer.join().code()).distinct().toList();
    }
  }

  /** Comes in on any node, from where the room began. */
  private static final class Returning implements Runnable {
    private final List<URI> nodes;
    private final String room;
    private final String token;
    private final List<Witness> all = new ArrayList<>();
    private int in;
    private int refused;
    private volatile boolean stopped;

    private Returning(List<URI> nodes, String room, String token) {
      this.nodes = nodes;
      this.room = room;
      this.token = token;
    }

    @Override
    public void run() {
      for (int i = 0; !stopped; i++) {
        try {
          all.add(Witness.bearing(nodes.get(i % nodes.size()), room, token));
          in++;
        } catch (IllegalStateException e) {
          refused++;
        }
        Pause.of(EVERY);
      }
    }
  }
}
