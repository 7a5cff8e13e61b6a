package io.tertulia.heart;

import io.tertulia.heart.held.HeldAccess;
import io.tertulia.heart.held.HeldBus;
import io.tertulia.heart.held.HeldLog;
import io.tertulia.heart.held.HeldRevocations;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.json.CommandDecoder;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.Tracing;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.memory.MemoryAudit;
import io.tertulia.room.access.memory.MemoryRevocations;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.fanout.MembershipLimiter;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.growing.memory.MemoryGrowing;
import io.tertulia.room.members.own.MemoryOwnRooms;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.MemoryRateLimits;
import io.tertulia.room.memory.Retention;
import io.tertulia.room.mine.DirectRooms;
import io.tertulia.room.mine.memory.LocalNews;
import io.tertulia.room.mine.memory.MemoryMyRooms;
import io.tertulia.room.mine.memory.MemorySummaries;
import io.tertulia.security.AddressKeys;
import io.tertulia.security.GuestAccess;
import io.tertulia.security.GuestCredentials;
import io.tertulia.security.GuestNaming;
import io.tertulia.security.TokenAccess;
import io.tertulia.security.direct.DirectNames;
import io.tertulia.security.revocation.RevocableAccess;
import io.tertulia.security.token.SignedTokens;
import io.tertulia.security.token.TokenVerifier;
import io.tertulia.session.house.ActRecorder;
import io.tertulia.session.house.HouseOperations;
import io.tertulia.session.mine.MineContext;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.registry.Clients;
import io.tertulia.session.registry.Evictions;
import io.tertulia.session.registry.OwnConnections;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.timing.TimerWheel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Everything between the sockets and the log, on two event loops. */
public final class HeartNode {
  public static final Limits LIMITS =
      new Limits(131_072, 65_536, 30, 20, Duration.ofMinutes(10), 1_000);
  public static final int PENDING = 8;
  public static final long QUEUE = 10_000;

  /** What rooms of two are called. */
  public static final DirectRooms DIRECT =
      new DirectNames("not a secret here".getBytes(StandardCharsets.UTF_8), "test");

  /** With rules, of one person. */
  public static final int ROOMS = 12;

  /** That a token may live. */
  public static final Duration LONGEST = Duration.ofDays(60);

  public final ManualClock clock = new ManualClock();
  public final MemoryMessageLog memory;
  public final HeldLog log;
  public final HeldBus bus;
  public final MemoryGrowing growing;
  public final Growths growths;
  public final MemoryPresence presence;
  public final MemoryRateLimits rates;
  public final LocalRooms rooms;
  public final GuestCredentials credentials = credentials("test", Duration.ofDays(30));
  public final HeldAccess access;
  public final SessionContext context;
  public final Clients clients = new Clients();
  public final HeldRevocations revocations = new HeldRevocations(new MemoryRevocations(clock));
  public final MemoryAudit audit = new MemoryAudit(clock, 100);
  public final MineContext.Kept lists;
  public final List<ManualLoop> loops = new ArrayList<>();
  final CommandDecoder decoder = new CommandDecoder(LIMITS);
  private final List<Person> people = new ArrayList<>();
  private int connections;

  public HeartNode() {
    this(new Retention(2_000, Duration.ofHours(1), 1 << 24, 1 << 26, LIMITS.dedupe(), 100_000), 30);
  }

  /**
   * @param rate commands a second of one session; a user may have twice as many
   */
  public HeartNode(Retention retention, int rate) {
    this(retention, rate, MembershipLimiter.none());
  }

  /** A node that has places for so many. */
  public HeartNode(MembershipLimiter limiter) {
    this(
        new Retention(2_000, Duration.ofHours(1), 1 << 24, 1 << 26, LIMITS.dedupe(), 100_000),
        1_000,
        limiter);
  }

  private HeartNode(Retention retention, int rate, MembershipLimiter limiter) {
    Random random = new Random(42);
    MemoryBus direct = new MemoryBus();
    memory = new MemoryMessageLog(direct, retention, clock, clock, random);
    log = new HeldLog(memory);
    bus = new HeldBus(direct);
    growing = new MemoryGrowing(memory, bus, clock, clock, LIMITS.dedupe());
    growths = new Growths(log, bus, growing, clock);
    rooms = new LocalRooms(growths.bus(), new Unmeasured(), Tracing.OFF, 2, limiter);
    presence =
        new MemoryPresence(
            bus, clock, new MemoryPresence.Debounce(Duration.ofMillis(250), Duration.ofSeconds(4)));
    rates =
        new MemoryRateLimits(
            Map.of(Kind.SESSION, rate, Kind.USER, 2 * rate, Kind.ADDRESS, 1_000_000), clock);
    access = new HeldAccess(access(random));
    access.listen(clients);
    revocations.listen(new Evictions(clients, revocations));
    lists =
        new MineContext.Kept(
            new MemoryMyRooms(clock, 30_000), new MemorySummaries(memory), new LocalNews());
    Rights rights = new Rights(access, new Rights.Ownership(new MemoryOwnRooms(), ROOMS));
    MineOperations operations = mine(rights);
    context =
        new SessionContext(
            new SessionContext.NodeRooms(growths.log(), growths, rooms, bus, presence),
            rights,
            rates,
            new SessionContext.Watching(new Unmeasured(), Tracing.OFF),
            clock,
            rules(),
            house(),
            operations);
    lists.news().listen(new OwnConnections(clients, operations));
    loops.add(new ManualLoop(clock::millis));
    loops.add(new ManualLoop(clock::millis));
  }

  private MineOperations mine(Rights rights) {
    return new MineOperations(
        new MineContext(lists, new MineContext.Around(log, bus, presence, rights), DIRECT, true));
  }

  private Access access(Random random) {
    return new RevocableAccess(
        new TokenAccess(
            new TokenVerifier(List.of(SignedTokens.ISSUER), clock),
            new GuestAccess(new GuestNaming(random), credentials),
            TokenAccess.Guests.YES),
        revocations,
        clock,
        LONGEST);
  }

  private HouseOperations house() {
    return new HouseOperations(
        revocations,
        new ActRecorder(audit, clock, AddressKeys::network),
        clock,
        new HouseOperations.Settings(LONGEST, AddressKeys::network));
  }

  public GuestCredentials credentials(String cluster, Duration lifetime) {
    byte[] secret = "not a secret here".getBytes(StandardCharsets.UTF_8);
    return new GuestCredentials(secret, cluster, lifetime, clock, new Random(1));
  }

  /** A client that has not said hello yet. */
  public Person stranger() {
    return stranger(0);
  }

  public Person stranger(int loop) {
    return Person.json(this, new RecordingConnection("c" + connections++, loops.get(loop)));
  }

  void add(Person person) {
    people.add(person);
    var _ = clients.add(person.session());
  }

  /** Nobody asks for this person any more. */
  public void forget(Person person) {
    people.remove(person);
    clients.remove(person.session());
  }

  /** A client that said hello with this name, and was greeted. */
  public Person guest(String name) {
    return guest(name, 0);
  }

  public Person guest(String name, int loop) {
    Person person = stranger(loop);
    person.sends("{'type':'hello','id':1,'name':'" + name + "'}");
    person.heard();
    return person;
  }

  public RecordingConnection connection() {
    return new RecordingConnection("c" + connections++, loops.getFirst());
  }

  /** Runs what waits on all loops, and what comes of it. */
  public void settle() {
    while (loops.getFirst().runOne() | loops.getLast().runOne()) {
      // until nothing waits
    }
  }

  /** Time passes, in ticks of the timers that a node has; who takes its pings answers them. */
  public void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= TimerWheel.TICK) {
      clock.pass(Duration.ofMillis(Math.min(left, TimerWheel.TICK)));
      loops.forEach(loop -> loop.wheel().advance(clock.millis()));
      presence.tick();
      growths.tick();
      settle();
      people.forEach(Person::answerPing);
    }
  }

  private static SessionContext.Rules rules() {
    return new SessionContext.Rules(
        "here",
        LIMITS,
        PENDING,
        Duration.ofSeconds(10),
        Duration.ofSeconds(25),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        QUEUE);
  }
}
