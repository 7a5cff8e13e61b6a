package io.tertulia.client.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel keeps of a connection on loopback: {@code /proc/net/tcp}, proc_net(5). */
final class KernelQueue {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int QUEUES = 4;
  private static final int HEX = 16;

  private KernelQueue() {}

  /**
   * Bytes that were sent to a client and that it has not read: on the side of the server those that
   * are not acknowledged, on its own those that wait.
   */
  static long towards(int clientPort) throws IOException {
    long bytes = 0;
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        bytes += lines.skip(1).mapToLong(line -> bytes(line, clientPort)).sum();
      }
    }
    return bytes;
  }

  private static long bytes(String line, int clientPort) {
    String[] fields = line.trim().split("\\s+");
    String[] queues = fields[QUEUES].split(":");
    if (port(fields[REMOTE]) == clientPort) {
      return Long.parseLong(queues[0], HEX);
    }
    return port(fields[LOCAL]) == clientPort ? Long.parseLong(queues[1], HEX) : 0;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), HEX);
  }
}
