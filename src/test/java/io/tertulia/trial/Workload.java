package io.tertulia.trial;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * Members who join, leave, lose their connection and resume, and publishers who speak through every
 * door and node, all following the wire contract. The seed repeats every choice.
 */
public final class Workload implements AutoCloseable {
  private final Journal journal = new Journal();

  /**
   * @param seed repeats every choice
   * @param resuming the part of the members (0 to 1) who drop their connection now and then
   * @param messagesPerSecond of all publishers together
   */
  public record Shape(
      long seed, int rooms, int members, int publishers, double resuming, int messagesPerSecond) {}

  /**
   * @param nodes base addresses (http://host:port) of the nodes that may be used now
   */
  public Workload(Shape shape, Supplier<List<URI>> nodes) {}

  /** Members join, spread over the nodes; once they are in, publishers begin. */
  public void start() {}

  /**
   * Publishers stop; waits, within bounds, until each member is live in all its rooms and has what
   * the log has; then reads every room's history as the final truth.
   */
  public void quiet() {}

  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {}
}
