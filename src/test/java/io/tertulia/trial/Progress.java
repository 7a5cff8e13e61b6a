package io.tertulia.trial;

import io.tertulia.trial.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says every few seconds how far a trial is, so that nobody takes it for one that hangs. */
final class Progress implements AutoCloseable {
  private static final long EVERY_SECONDS = 5;

  private final String name;
  private final int seconds;
  private final Journal journal;
  private final Consumer<String> out;
  private final ScheduledExecutorService clock;

  private Progress(String name, int seconds, Journal journal, Consumer<String> out) {
    this.name = name;
    this.seconds = seconds;
    this.journal = journal;
    this.out = out;
    this.clock = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  }

  /**
   * @param seconds for which people are going to chat
   */
  static Progress of(String name, int seconds, Journal journal) {
    Progress progress = new Progress(name, seconds, journal, System.out::println);
    progress.clock.scheduleAtFixedRate(
        progress::say, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return progress;
  }

  private void say() {
    Duration since = Duration.ofNanos(journal.now());
    out.accept(line(name, since, seconds, journal.attempts().size(), journal.marks()));
  }

  static String line(
      String name, Duration since, int seconds, int messages, List<Journal.Mark> marks) {
    String how =
        since.toSeconds() <= seconds
            ? "%d of %d s".formatted(since.toSeconds(), seconds)
            : "%d s, waiting for the last and judging".formatted(since.toSeconds());
    String last = marks.isEmpty() ? "" : "; last: " + marks.getLast().what();
    return String.format(Locale.ROOT, "  %s: %s, %,d messages said%s", name, how, messages, last);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
