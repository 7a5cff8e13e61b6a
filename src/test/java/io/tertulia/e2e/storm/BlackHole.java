package io.tertulia.e2e.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Swallows whatever goes to or comes from some loopback addresses: neither side hears of it, as
 * when a phone leaves the network. Needs root and iptables.
 */
final class BlackHole implements AutoCloseable {
  private static final List<String> DIRECTIONS = List.of("-s", "-d");

  private final String net;
  private final Thread hook = new Thread(this::remove);

  private BlackHole(String net) {
    this.net = net;
  }

  /**
   * @param net like 127.0.9.0/24
   */
  static BlackHole open(String net) {
    BlackHole hole = new BlackHole(net);
    // A rule outlives the process that made it.
    Runtime.getRuntime().addShutdownHook(hole.hook);
    try {
      DIRECTIONS.forEach(direction -> hole.rule("-I", direction));
      return hole;
    } catch (AssertionError | RuntimeException e) {
      hole.close();
      throw e;
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  @Override
  public String toString() {
    return net;
  }

  private void remove() {
    for (String direction : DIRECTIONS) {
      if (run("-C", direction).isEmpty()) {
        rule("-D", direction);
      }
    }
  }

  private void rule(String action, String direction) {
    String complaint = run(action, direction);
    if (!complaint.isEmpty()) {
      throw new AssertionError("iptables " + action + " " + direction + " said " + complaint);
    }
  }

  /** What it complains of. */
  private String run(String action, String direction) {
    List<String> command =
        List.of("iptables", "-w", action, "INPUT", "-i", "lo", direction, net, "-j", "DROP");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
