package io.tertulia.cluster.house;

import io.tertulia.cluster.house.HouseStore.Head;
import io.tertulia.cluster.house.HouseStore.Listed;
import io.tertulia.cluster.house.HouseStore.Needless;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.RevocationSet;
import io.tertulia.room.access.Revocations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The revocations of all nodes, whole in the memory of each. A node that adds one says so to the
 * others, and each reads what is new; once a second it compares the version, whatever it heard.
 * Where Redis may have lost something, a new epoch says so: a node then reads all, and puts back
 * what it holds and Redis does not have. What it holds stays in force meanwhile.
 */
public final class ClusterRevocations implements Revocations {
  /** Says that there is something new, and not what: that stands in the list. */
  static final Topic<String> CHANGED = new Topic<>("revocations", new Text());

  /** How long a node may not have compared versions and still take somebody new. */
  static final Duration BLIND = Duration.ofSeconds(5);

  /**
   * One that was lifted is forgotten after twice that: who was away for longer reads all afresh.
   */
  private static final long AWAY = Revocation.LIFTED.dividedBy(2).toMillis();

  private static final int PAGE = 1_000;
  private static final int BATCH = 200;

  /** Versions that wait to be dropped: more are found again when all is read. */
  private static final int NEEDLESS = 10_000;

  /** Turns between two looks for what is over. */
  private static final int SWEEP = 30;

  private final HouseStore store;
  private final NodeMessages messages;
  private final Clock wall;
  private final InstantSource steady;
  private final RandomGenerator random;
  private final RevocationSet set;

  /** Versions to be dropped. Guarded by this. */
  private final Queue<Long> needless = new ArrayDeque<>();

  private volatile @Nullable Listener listener;

  /** When the last question was asked that was answered to the end; steady. */
  private volatile @Nullable Long comparedAt;

  /** What is held is what the list had there. Guarded by this, as is all below. */
  private Head head = new Head("", 0);

  /** The epoch whose versions are {@link #needless}. */
  private String placed = "";

  private Comparing comparing = Comparing.NOT;
  private int turns;

  private enum Comparing {
    NOT,
    NOW,
    /** And once more, because something was said meanwhile. */
    NOW_AND_AGAIN
  }

  /** A message is a word for people who read along. */
  private static final class Text implements Topic.Codec<String> {
    @Override
    public byte[] encode(String message) {
      return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * The times that it goes by.
   *
   * @param wall about the same on every node
   * @param steady monotonic
   */
  public record Times(Clock wall, InstantSource steady) {}

  /**
   * @param random must not repeat
   */
  public ClusterRevocations(
      HouseStore store, NodeMessages messages, Times times, RandomGenerator random) {
    this.store = store;
    this.messages = messages;
    this.wall = times.wall;
    this.steady = times.steady;
    this.random = random;
    this.set = new RevocationSet(times.wall);
    messages.listen(CHANGED, new Changes());
  }

  @Override
  public @Nullable Revocation against(Principal who) {
    return set.against(who);
  }

  @Override
  public @Nullable Revocation against(String address) {
    return set.against(address);
  }

  @Override
  public boolean isCurrent() {
    Long at = comparedAt;
    return at != null && steady.millis() - at < BLIND.toMillis();
  }

  @Override
  public void listen(Listener one) {
    listener = one;
  }

  /** How many are held. */
  public int size() {
    return set.size();
  }

  @Override
  public synchronized CompletionStage<Outcome> add(Revocation revocation) {
    if (!set.hasRoom(revocation, MOST)) {
      return CompletableFuture.completedStage(Outcome.FULL);
    }
    Revocation stamped = set.stamped(revocation, wall.millis());
    return store
        .change(nonce(), Needless.NONE, List.of(stamped))
        .handle((stored, failure) -> failure == null ? added(stamped) : outcome(failure));
  }

  private Outcome added(Revocation revocation) {
    take(List.of(new Listed(RevocationSet.NOWHERE, revocation)));
    messages.publish(CHANGED, "changed");
    compare();
    return Outcome.DONE;
  }

  private static Outcome outcome(Throwable failure) {
    Throwable plain = failure instanceof CompletionException ? failure.getCause() : failure;
    return plain instanceof Unanswered unanswered && !unanswered.wasSent()
        ? Outcome.UNAVAILABLE
        : Outcome.UNKNOWN;
  }

  /** Compares the version; called once a second. */
  public synchronized void tick() {
    if (++turns % SWEEP == 0) {
      set.sweep(this::drop);
    }
    compare();
  }

  private synchronized void compare() {
    switch (comparing) {
      case NOT -> {
        comparing = Comparing.NOW;
        ask();
      }
      case NOW -> comparing = Comparing.NOW_AND_AGAIN;
      case NOW_AND_AGAIN -> {
        // It is asked for already.
      }
    }
  }

  private void ask() {
    long asked = steady.millis();
    Long last = comparedAt;
    if (last != null && asked - last > AWAY) {
      set.clear();
      head = new Head("", 0);
    }
    List<Long> dropped = new ArrayList<>();
    while (dropped.size() < BATCH && !needless.isEmpty()) {
      dropped.add(needless.remove());
    }
    store
        .change(nonce(), new Needless(placed, dropped), List.of())
        .thenCompose(this::catchUp)
        .whenComplete((done, failure) -> compared(asked, failure == null));
  }

  private synchronized void compared(long asked, boolean well) {
    if (well) {
      comparedAt = asked;
    }
    boolean again = comparing == Comparing.NOW_AND_AGAIN && well;
    comparing = Comparing.NOT;
    if (again) {
      compare();
    }
  }

  private synchronized CompletionStage<Boolean> catchUp(Head now) {
    if (now.equals(head)) {
      return CompletableFuture.completedStage(true);
    }
    if (now.epoch().equals(head.epoch()) && now.version() > head.version()) {
      return read(head.version(), now);
    }
    set.unplace();
    needless.clear();
    placed = now.epoch();
    return read(0, now).thenCompose(done -> putBack(set.unplaced()));
  }

  /** Page after page; what is read holds at once. */
  private CompletionStage<Boolean> read(long from, Head to) {
    return store
        .after(from, PAGE)
        .thenCompose(
            page -> {
              take(page);
              long last = page.isEmpty() ? from : page.getLast().version();
              return page.size() < PAGE ? arrived(to, last) : read(last, to);
            });
  }

  private synchronized CompletionStage<Boolean> arrived(Head to, long last) {
    head = new Head(to.epoch(), Math.max(to.version(), last));
    return CompletableFuture.completedStage(true);
  }

  /** What Redis has lost. It comes back as something new, and is known. */
  private CompletionStage<Boolean> putBack(List<Revocation> lost) {
    if (lost.isEmpty()) {
      return CompletableFuture.completedStage(true);
    }
    int many = Math.min(BATCH, lost.size());
    return store
        .change(nonce(), Needless.NONE, lost.subList(0, many))
        .handle((stored, failure) -> failure == null ? stored : failed())
        .thenCompose(
            stored ->
                stored == null
                    ? CompletableFuture.completedStage(false)
                    : putBack(lost.subList(many, lost.size())));
  }

  /** Then all is read again. */
  private synchronized @Nullable Head failed() {
    head = new Head("", 0);
    return null;
  }

  private void take(List<Listed> page) {
    List<Revocation> news = new ArrayList<>();
    synchronized (this) {
      for (Listed one : page) {
        Revocation revocation = one.revocation();
        if (revocation != null && set.apply(revocation, one.version(), this::drop)) {
          news.add(revocation);
        }
      }
    }
    Listener to = listener;
    if (to != null) {
      news.forEach(to::added);
    }
  }

  private void drop(long version) {
    if (needless.size() < NEEDLESS) {
      needless.add(version);
    }
  }

  private String nonce() {
    return Long.toHexString(random.nextLong());
  }

  private final class Changes implements NodeMessages.Listener<String> {
    @Override
    public void heard(String message) {
      compare();
    }

    @Override
    public void up() {
      compare();
    }

    @Override
    public void down() {
      // The version is compared all the same.
    }
  }
}
