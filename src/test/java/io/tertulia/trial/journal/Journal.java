package io.tertulia.trial.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that was tried and all that was received, as it happened. Any thread. */
public final class Journal {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private static final Path KEPT = Path.of("target", "trial");

  private final long began = System.nanoTime();
  private final List<Attempt> attempts = new ArrayList<>();
  private long acks;
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Tape> tapes = new TreeMap<>();
  private final Map<String, List<Stored>> truth = new TreeMap<>();

  /** Something that the rig did. */
  public record Mark(long at, String what) {}

  /**
   * An entry of a room's final history.
   *
   * @param mid empty for one that is not a message
   */
  public record Stored(Cursor position, String mid) {
    public boolean isMessage() {
      return !mid.isEmpty();
    }
  }

  /** Nanoseconds since this journal began. */
  public long now() {
    return System.nanoTime() - began;
  }

  /** Notes something that the rig did (a node is back, Redis is back): recoveries count from it. */
  public void mark(String what) {
    synchronized (marks) {
      marks.add(new Mark(now(), what));
    }
  }

  public void attempted(Attempt attempt) {
    synchronized (attempts) {
      attempts.add(attempt);
      acks += attempt.outcome() instanceof Attempt.Acked ? 1 : 0;
    }
  }

  /** How many were acknowledged so far. */
  public long acks() {
    synchronized (attempts) {
      return acks;
    }
  }

  /** How many messages members got so far, whatever the oracle will say of them. */
  public long received() {
    return tapes().stream().mapToLong(Tape::messages).sum();
  }

  /** What a member receives goes here. */
  public Tape tape(String member) {
    synchronized (tapes) {
      return tapes.computeIfAbsent(member, Tape::new);
    }
  }

  /** A room's history as it is in the end, from the oldest entry kept to the newest. */
  public void truth(String room, List<Stored> entries) {
    synchronized (truth) {
      truth.put(room, List.copyOf(entries));
    }
  }

  public List<Attempt> attempts() {
    synchronized (attempts) {
      return List.copyOf(attempts);
    }
  }

  public List<Mark> marks() {
    synchronized (marks) {
      return List.copyOf(marks);
    }
  }

  public List<Tape> tapes() {
    synchronized (tapes) {
      return List.copyOf(tapes.values());
    }
  }

  public Map<String, List<Stored>> truth() {
    synchronized (truth) {
      return Map.copyOf(truth);
    }
  }

  /** Members who lost their connection and resumed from a cursor, at least once. */
  public long resumed() {
    return tapes().stream().filter(Tape::resumed).count();
  }

  /** How often connections were lost by each code, see {@link Seen.Lost}. */
  public Map<Integer, Long> losses() {
    Map<Integer, Long> losses = new TreeMap<>();
    for (Tape tape : tapes()) {
      for (Seen seen : tape.seen()) {
        if (seen instanceof Seen.Lost lost) {
          losses.merge(lost.code(), 1L, Long::sum);
        }
      }
    }
    return losses;
  }

  /** How many of all ends of a connection had that code, from 0 to 1. */
  public double shareOfLosses(int code) {
    Map<Integer, Long> losses = losses();
    long all = losses.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 0 : losses.getOrDefault(code, 0L) / (double) all;
  }

  /** Writes it where a trial leaves its journal, under this name; returns the file. */
  public Path keep(String name) {
    try {
      Path file = Files.createDirectories(KEPT).resolve(name + ".journal");
      dump(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes all of it as lines of JSON; {@code kind} says what each is. */
  public void dump(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Mark mark : marks()) {
        line(out, Map.of("kind", "mark"), mark);
      }
      for (Attempt attempt : attempts()) {
        line(out, Map.of("kind", "attempt"), attempt);
      }
      for (Tape tape : tapes()) {
        for (Seen seen : tape.seen()) {
          line(out, Map.of("kind", seen.getClass().getSimpleName(), "member", tape.member()), seen);
        }
      }
      for (Map.Entry<String, List<Stored>> room : truth().entrySet()) {
        for (Stored stored : room.getValue()) {
          line(out, Map.of("kind", "truth", "room", room.getKey()), stored);
        }
      }
    }
  }

  private static void line(BufferedWriter out, Map<String, String> what, Object value)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>(new TreeMap<>(what));
    line.put("is", value);
    out.write(MAPPER.writeValueAsString(line));
    out.newLine();
  }
}
