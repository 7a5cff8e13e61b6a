package io.tertulia.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * A TCP port for a server that may be stopped and started again. It lies below the range from which
 * Linux takes the local port of an outgoing connection (32768 and up): a client that keeps trying a
 * stopped server's port could otherwise be given that very port and connect to itself.
 */
public final class FreePort {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  public static int choose() {
    return chooseRow(1);
  }

  /** The first of so many ports, one after the other. */
  public static int chooseRow(int ports) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (IntStream.range(port, port + ports).allMatch(FreePort::isFree)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port found between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
