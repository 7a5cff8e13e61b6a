package io.tertulia.trial.rows;

import io.tertulia.client.socket.Link;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Options;
import io.tertulia.trial.Trial;
import io.tertulia.trial.crowd.Member;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * R12 under the oracle: 5 % of the members read nothing until the node gives the kernel no more for
 * them, and then go on. What it costs the others is measured elsewhere.
 */
final class SlowMembers implements Fault {
  private static final int ROOMS = 10;
  private static final int MEMBERS = 60;
  private static final int SLOW = 3;

  /** Texts of 6 KB: what is said in a second or two is more than sockets take. */
  private static final int FILLING = 3_000;

  private static final Duration FILLS = Duration.ofSeconds(8);

  /** Long enough to see that nothing moves, and short enough that nobody is given up. */
  private static final Duration STANDS = Duration.ofSeconds(3);

  private static final Duration CATCHES_UP = Duration.ofSeconds(15);
  private static final Duration STEP = Duration.ofMillis(50);

  @Override
  public Setup setup(Setup given) {
    return given.watchingLeaks();
  }

  @Override
  public Options options(Options given) {
    return given.with(ROOMS, MEMBERS).filledWith(FILLING);
  }

  @Override
  public void strike(Trial trial) {
    int times = trial.options().brief() ? 1 : 3;
    List<Member> slow = trial.workload().steady(SLOW);
    for (int i = 0; i < times; i++) {
      Pause.of(Duration.ofMillis(2000 + trial.random().nextInt(2000)));
      hold(trial, slow);
    }
    trial.connectionsEndOnlyBy(Set.of());
  }

  private static void hold(Trial trial, List<Member> slow) {
    List<Link> links =
        slow.stream().map(member -> Objects.requireNonNull(member.link(), "not in")).toList();
    links.forEach(Link::hold);
    Pause.of(FILLS);
    List<Long> full = links.stream().map(SlowMembers::waiting).toList();
    Pause.of(STANDS);
    List<Long> later = links.stream().map(SlowMembers::waiting).toList();
    Map<String, Cursor> heads = new HashMap<>();
    slow.forEach(member -> member.rooms().forEach(room -> heads.put(room, head(trial, room))));
    trial.mark("who stopped reading goes on");
    links.forEach(Link::release);
    long begun = System.nanoTime();
    trial
        .findings()
        .fired(
            "%s bytes wait in the kernel for those who do not read, and %s after %s"
                .formatted(full, later, STANDS),
            full.equals(later) && !full.contains(0L));
    for (Member member : slow) {
      while (!hasReached(member, heads) && since(begun).compareTo(CATCHES_UP) < 0) {
        Pause.of(STEP);
      }
    }
    trial.findings().atMost(CATCHES_UP, "who did not read has caught up", since(begun));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static boolean hasReached(Member member, Map<String, Cursor> heads) {
    return member.rooms().stream()
        .allMatch(
            room -> {
              Cursor reached = member.cursor(room);
              Cursor head = heads.get(room);
              return head == null || reached != null && reached.seq() >= head.seq();
            });
  }

  private static long waiting(Link link) {
    try {
      return link.waitingInKernel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Cursor head(Trial trial, String room) {
    try {
      return trial.workload().head(room);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
