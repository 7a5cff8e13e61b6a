package io.tertulia.trial;

import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.machine.Use;
import io.tertulia.trial.oracle.Oracle;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.NodeLog;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witnesses;
import io.tertulia.trial.workload.Pace;
import io.tertulia.trial.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** People chat over a rig, a fault strikes, and the oracle judges what they saw. */
public final class Trial {
  private static final int WITNESSES_PER_NODE = 4;

  /** A slow machine has so much longer for what counts. */
  private static final Duration LONGER = Duration.ofMinutes(6);

  /** A trial without so many shows little: a resume is where most can go wrong. */
  private static final double FEWEST_RESUMING = 0.3;

  private final String name;
  private final ClusterRig rig;
  private final Options options;
  private final Workload workload;
  private final Witnesses witnesses;
  private final Random random;
  private final Findings findings = new Findings();
  private final List<Integer> logsRead = new ArrayList<>();
  private final Machine machine = Machine.watch();

  private Trial(String name, ClusterRig rig, Options options) {
    this.name = name;
    this.rig = rig;
    this.options = options;
    this.random = new Random(options.seed());
    this.workload = new Workload(options.shape(), rig::addresses);
    String room = "witness-" + options.seed() + "-" + Long.toString(System.nanoTime(), 36);
    rig.nodes().forEach(node -> logsRead.add(node.log().length()));
    this.witnesses = Witnesses.enter(room, rig.nodes(), WITNESSES_PER_NODE);
  }

  /** Runs one fault over a rig that is up; the rig can be used again after a clean one. */
  public static Report run(String name, Fault fault, ClusterRig rig, Options options) {
    long begun = System.nanoTime();
    Trial trial = new Trial(name, rig, fault.options(options));
    try (trial.machine;
        trial.workload;
        trial.witnesses;
        Progress _ = Progress.of(name, trial.options.seconds(), trial.journal())) {
      return trial.run(fault, begun);
    }
  }

  private Report run(Fault fault, long begun) {
    workload.start();
    Pace pace = rig.pace(workload, options.shape()).setOn(workload);
    findings.holds("calibrated: " + pace, true);
    findings.atMost(
        Duration.ofSeconds(5), "everybody there at first", witnesses.live(Duration.ofSeconds(10)));
    long chatting = System.nanoTime();
    try {
      fault.strike(this);
    } catch (RuntimeException | AssertionError e) {
      findings.none("exceptions while it struck", List.of(e.toString()));
      e.printStackTrace();
    }
    long rest = options.seconds() * 1000L - since(chatting).toMillis();
    Pause.of(Duration.ofMillis(Math.max(0, rest)));
    chatUntilItCounts();
    workload.quiet();
    Use use = machine.use();
    Verdict verdict = Oracle.judge(workload.journal());
    fault.judge(this, verdict);
    judgeAll(verdict);
    judgeLogs(fault.standsStill());
    findings.holds("all of it took " + Findings.seconds(since(begun)) + "; " + use, true);
    Report report = new Report(name, options, verdict, findings.judged(use), use, null);
    return report.isClean()
        ? report
        : report.with(workload.journal().keep(name + "-" + options.seed()));
  }

  private void chatUntilItCounts() {
    long end = System.nanoTime() + LONGER.toNanos();
    while (journal().received() < options.deliveries() && System.nanoTime() < end) {
      Pause.of(Duration.ofMillis(200));
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void judgeAll(Verdict verdict) {
    findings.atLeast(options.deliveries(), "deliveries", verdict.deliveries());
    findings.atLeast(
        (long) Math.ceil(FEWEST_RESUMING * options.shape().members()),
        "members who lost their connection and resumed",
        workload.journal().resumed());
    findings.none("message repeated to a witness", witnesses.repeats());
  }

  private void judgeLogs(boolean threadsStoodStill) {
    for (RigNode node : rig.nodes()) {
      String log = node.log().substring(logsRead.get(node.index()));
      String judged = threadsStoodStill ? NodeLog.withoutBlockedThreads(log) : log;
      findings.none("error in the log of node " + node.index(), NodeLog.complaints(judged));
    }
  }

  public ClusterRig rig() {
    return rig;
  }

  public Witnesses witnesses() {
    return witnesses;
  }

  public Findings findings() {
    return findings;
  }

  public Options options() {
    return options;
  }

  /** Seeded. */
  public Random random() {
    return random;
  }

  /** Any of the nodes, by the seed. */
  public RigNode anyNode() {
    return rig.node(random.nextInt(rig.nodes().size()));
  }

  /** A node other than that one. */
  public RigNode besides(RigNode node) {
    return rig.node((node.index() + 1) % rig.nodes().size());
  }

  /** Recoveries count from the last of these. */
  public void mark(String what) {
    workload.journal().mark(what);
  }

  /** That all the nodes are live within a bar. */
  public void caughtUp(Duration bar, String what) {
    findings.atMost(bar, what, witnesses.live(bar.multipliedBy(3)));
  }

  /** That each was answered in time, and none with silence; and that some were refused. */
  public void refused(Duration bar, List<Answer> answers) {
    findings.fired(
        "messages refused or of unknown outcome meanwhile: "
            + answers.stream().filter(Answer::isRefusal).count()
            + " of "
            + answers.size(),
        answers.stream().anyMatch(Answer::isRefusal));
    findings.none(
        "answer but ack, 140 and 142",
        answers.stream()
            .filter(answer -> !answer.isDone() && !answer.isRefusal())
            .map(Answer::code)
            .toList());
    Duration slowest =
        answers.stream().map(Answer::after).max(Duration::compareTo).orElse(Duration.ZERO);
    findings.atMost(bar, "slowest answer to a message meanwhile", slowest);
  }

  public Workload workload() {
    return workload;
  }

  public Journal journal() {
    return workload.journal();
  }

  /** That nobody lost a connection, up to now; members end theirs by themselves now and then. */
  public void socketsStayOpen() {
    long gone = witnesses.all().size() - witnesses.open().size();
    findings.atMost(0, "sockets of witnesses that did not stay open", gone);
    connectionsEndOnlyBy(Set.of());
  }

  /** Beside what members do themselves. */
  public void connectionsEndOnlyBy(Set<Integer> codes) {
    Map<Integer, Long> losses = new TreeMap<>(journal().losses());
    losses.remove(Seen.Lost.DROPPED);
    losses.keySet().removeAll(codes);
    long silent = losses.containsKey(Seen.Lost.SILENT) ? losses.remove(Seen.Lost.SILENT) : 0;
    findings.noneLate("connections given up for want of a byte in time", silent);
    findings.none("other end of a connection", List.copyOf(losses.entrySet()));
  }
}
