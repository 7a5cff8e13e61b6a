package io.tertulia.app.start;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Whether a node stands alone or is one of a cluster: that is chosen at start-up, by whether a
 * Redis is named.
 */
public final class Mode {
  /** Where Redis is; one of Quarkus' settings. */
  public static final String HOSTS = "quarkus.redis.hosts";

  private static final int REDIS_PORT = 6379;

  private Mode() {}

  /**
   * Where the cluster's Redis is, as {@code host:port}, or empty when the node stands alone. An
   * address may carry a password, so no other part of it is told.
   */
  public static Optional<String> redis(Config config) {
    return config
        .getOptionalValue(HOSTS, String.class)
        .filter(hosts -> !hosts.isBlank())
        .map(
            hosts ->
                Stream.of(hosts.split(",")).map(Mode::place).collect(Collectors.joining(", ")));
  }

  private static String place(String address) {
    try {
      URI uri = URI.create(address.strip());
      // With an @ behind it, what looks like a host is a user, and the port a password's beginning.
      String behind = "" + uri.getRawPath() + uri.getRawQuery() + uri.getRawFragment();
      if (uri.getHost() != null && !behind.contains("@")) {
        return uri.getHost() + ":" + (uri.getPort() < 0 ? REDIS_PORT : uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      // Said below; the exception's words hold the whole address.
    }
    return "the address in " + HOSTS;
  }
}
