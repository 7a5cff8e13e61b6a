package io.tertulia.ops.health;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.format.BareFormat;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import io.tertulia.room.access.Principal;
import io.tertulia.session.Session;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The node as its own client: in a room that nobody else can name it says something every few
 * seconds, through a session like any other, and must hear it by the road that all messages take.
 * It talks on one event loop; what it found is read from any thread.
 */
@Singleton
final class SelfProbe {
  private static final long EVERY_MILLIS = 3_000;

  /** What the node asks of itself is no traffic. */
  private static final SessionContext.Meter UNCOUNTED =
      new SessionContext.Meter() {
        @Override
        public void stored() {}

        @Override
        public void refused(ErrorCode code) {}

        @Override
        public void reset(Event.Reason why) {}
      };

  private final SessionContext context;
  private final Executor loop;
  private final LongSupplier nanoTime;
  private final RoomId room;
  private final Principal self;
  private @Nullable Talk talk;
  private long said;

  private volatile boolean passed;
  private volatile long heardAt;
  private volatile String answer = "nothing";

  /** One session with its connection. */
  private record Talk(ProbeConnection connection, Session session) {}

  @Inject
  SelfProbe(SessionContext context, Vertx vertx) {
    this(context, ((VertxInternal) vertx).getEventLoopGroup().next(), System::nanoTime);
  }

  /**
   * @param nanoTime monotonic
   */
  SelfProbe(SessionContext context, Executor loop, LongSupplier nanoTime) {
    this.context = withoutMeter(context);
    this.loop = loop;
    this.nanoTime = nanoTime;
    String node = context.rules().node();
    // Each node has its own room: hearing another node's message would prove nothing.
    this.room = RoomId.reserved("probe." + node);
    this.self = Principal.guest(new Identity("node-" + node, node, false));
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    vertx.setPeriodic(1, EVERY_MILLIS, timer -> loop.execute(this::say));
  }

  /** One turn of the conversation; on the loop. */
  void say() {
    Talk speaker = talk;
    if (speaker == null || speaker.connection().isBroken()) {
      speaker = open(speaker);
      talk = speaker;
    }
    // Its room may be behind, after a read that failed: nothing else has it read again.
    speaker.session().writable();
    String text = "probe " + ++said;
    speaker.connection().expect(text);
    speaker
        .session()
        .receive(List.of(new Command.Say(0, room.value(), null, new Body.Text(text), Links.NONE)));
  }

  boolean hasPassed() {
    return passed;
  }

  /** How long ago the node heard itself; only once it has. */
  Duration silence() {
    return Duration.ofNanos(nanoTime.getAsLong() - heardAt);
  }

  /** What came back instead of the node's own message. */
  String answer() {
    return answer;
  }

  void heard() {
    heardAt = nanoTime.getAsLong();
    passed = true;
  }

  void refused(String line) {
    answer = line;
  }

  /**
   * A talk that was refused something may no longer be in its room: a new one starts from nothing.
   */
  private Talk open(@Nullable Talk before) {
    if (before != null) {
      before.session().closed();
    }
    ProbeConnection connection = new ProbeConnection(loop, this);
    // Never advanced: a node needs no deadlines with itself.
    long now = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    TimerWheel still = new TimerWheel(() -> now);
    Session session =
        new Session(
            connection,
            context,
            new BareFormat(ProbeConnection.LANGUAGE, false),
            still,
            new WorkQueue(loop, nanoTime));
    session.enter(self, room);
    return new Talk(connection, session);
  }

  private static SessionContext withoutMeter(SessionContext context) {
    return new SessionContext(
        context.node(),
        context.rights(),
        context.limits(),
        new SessionContext.Watching(UNCOUNTED, Tracing.OFF),
        context.clock(),
        context.rules(),
        context.house(),
        null);
  }
}
