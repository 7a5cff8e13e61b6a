package io.tertulia.cluster.node;

import io.tertulia.cluster.house.ClusterAudit;
import io.tertulia.cluster.house.ClusterRevocations;
import io.tertulia.cluster.limits.RedisRateLimits;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.presence.ClusterPresence;
import io.tertulia.cluster.shard.ClusterBus;
import io.tertulia.cluster.shard.ClusterGrowing;
import io.tertulia.cluster.shard.ClusterLog;
import io.tertulia.cluster.shard.Shard;
import io.tertulia.cluster.shard.Shards;
import io.tertulia.node.PeriodicTask;
import io.tertulia.node.ShutdownTask;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.News;
import io.tertulia.room.mine.Summaries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in a cluster: the ports of {@code room} over its shards. What is kept of a room
 * goes by the room's shard; what is the nodes' own, presence and rates, by their home. Any thread.
 */
public final class ClusterNode implements ShutdownTask, MessageLog.State, AutoCloseable {
  private static final Duration PRESENCE = Duration.ofMillis(50);
  private static final Duration LIMITS = Duration.ofMillis(500);
  private static final Duration GROWTHS = Duration.ofSeconds(1);
  private static final Duration HOUSE = Duration.ofSeconds(1);

  private static final long LONGEST_PARTING = 1_000;

  private final Shards shards;
  private final Growths growths;
  private final ClusterPresence presence;
  private final RedisRateLimits limits;
  private final ClusterRevocations revocations;
  private final ClusterAudit audit;
  private final News news;
  private final Duration patience;

  /**
   * @param patience how long Redis may be away before clients are sent to another node
   * @param rates permits a second for one name of each kind, on all nodes together
   */
  public record Settings(
      Duration patience, ClusterPresence.Settings presence, Map<Kind, Integer> rates) {}

  /**
   * @param clock whose time is monotonic
   * @param wall about the same on every node
   * @param random must not repeat
   */
  public ClusterNode(
      Shards shards, Loop clock, Clock wall, RandomGenerator random, Settings settings) {
    this.shards = shards;
    this.patience = settings.patience;
    InstantSource steady = () -> Instant.ofEpochMilli(clock.now());
    this.growths =
        new Growths(
            new ClusterLog(shards), new ClusterBus(shards), new ClusterGrowing(shards), steady);
    Shard home = shards.home();
    this.presence =
        new ClusterPresence(home.nodeMessages(), shards.local(), steady, random, settings.presence);
    this.limits = new RedisRateLimits(settings.rates, home.counters(), steady, home::time);
    this.revocations =
        new ClusterRevocations(
            home.house(), home.nodeMessages(), new ClusterRevocations.Times(wall, steady), random);
    this.news = new ClusterNews(home.nodeMessages());
    this.audit = new ClusterAudit(home.house(), wall);
  }

  public void start() {
    shards.all().forEach(Shard::start);
  }

  /**
   * For good; what is held here is forgotten. Any thread but a shard's loop; waits until the
   * connections are closed, because their loop must not end before them.
   */
  @Override
  public void close() {
    ofAll(Shard::close).completeOnTimeout(null, LONGEST_PARTING, TimeUnit.MILLISECONDS).join();
  }

  public MessageLog log() {
    return growths.log();
  }

  public Bus bus() {
    return growths.bus();
  }

  public Growths growths() {
    return growths;
  }

  public ClusterPresence presence() {
    return presence;
  }

  public RedisRateLimits limits() {
    return limits;
  }

  /** Those that wait to be used on any node. */
  public Tickets tickets() {
    return shards.home().tickets();
  }

  /** What people's own connections tell each other. */
  public News news() {
    return news;
  }

  /** What rooms look like to who is not in them. */
  public Summaries summaries() {
    return (room, question, reader) -> shards.of(room).summaries().of(room, question, reader);
  }

  /** What people have of the rooms, on any node. */
  public MyRooms myRooms() {
    return shards.home().myRooms();
  }

  /** The rooms of people, counted by all nodes together. */
  public OwnRooms ownRooms() {
    return shards.home().ownRooms();
  }

  public ClusterRevocations revocations() {
    return revocations;
  }

  public ClusterAudit audit() {
    return audit;
  }

  /** What this node has to do from time to time. */
  public List<PeriodicTask> periodicTasks() {
    return List.of(
        new PeriodicTask(PRESENCE, presence::tick),
        new PeriodicTask(LIMITS, limits::tick),
        new PeriodicTask(GROWTHS, growths::tick),
        new PeriodicTask(HOUSE, revocations::tick),
        new PeriodicTask(HOUSE, audit::tick));
  }

  @Override
  public int rooms() {
    return shards.all().stream().mapToInt(Shard::rooms).sum();
  }

  @Override
  public long bytes() {
    return shards.all().stream().mapToLong(Shard::bytes).sum();
  }

  @Override
  public boolean isUp() {
    return shards.all().stream().allMatch(Shard::isUp);
  }

  @Override
  public Duration unchecked() {
    return shards.all().stream()
        .map(Shard::unchecked)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public @Nullable String trouble() {
    for (Shard shard : shards.all()) {
      String trouble = shard.trouble();
      if (trouble != null) {
        return trouble;
      }
    }
    return presence.trouble();
  }

  @Override
  public String name() {
    return "to see that the log has all that was said here";
  }

  /** Who holds what Redis has lost must not go before it is put back. */
  @Override
  public CompletionStage<?> begin() {
    presence.goodbye();
    return ofAll(shard -> shard.verify().toCompletableFuture());
  }

  private CompletableFuture<?> ofAll(Function<Shard, CompletableFuture<?>> what) {
    return CompletableFuture.allOf(
        shards.all().stream().map(what).toArray(CompletableFuture[]::new));
  }
}
