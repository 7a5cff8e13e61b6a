package io.tertulia.app.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.tertulia.protocol.Shapes;
import io.tertulia.security.HostPolicy;
import io.tertulia.security.OriginPolicy;
import io.tertulia.security.TokenAccess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the settings that can be read but make no sense; those of issuers are found by {@link
 * IssuerFactory}.
 */
public final class ConfigValidation {
  /** They are gone through when one is closed. */
  private static final int ROOMS_PER_USER = 100_000;

  private static final long KIB = 1024;
  private static final int SECRET_LENGTH = 16;
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** Bytes that JSON may need for one byte of a text (RFC 8259 §7). */
  private static final long ESCAPED = 6;

  /** Bytes of the head of an HTTP request, at most. */
  private static final long HEAD = 16 * KIB;

  private final List<String> complaints = new ArrayList<>();

  private ConfigValidation() {}

  /** One sentence for each setting that makes no sense. */
  public static List<String> of(TertuliaConfig config) {
    ConfigValidation sense = new ConfigValidation();
    sense.limits(config.limits());
    sense.socket(config.socket());
    sense.retention(config.retention());
    sense.duration("presence.join", config.presence().join(), Duration.ZERO);
    sense.duration("presence.leave", config.presence().leave(), Duration.ZERO);
    sense.security(config.security());
    sense.access(config.access());
    sense.cluster(config.cluster());
    sense.traces(config.traces());
    config
        .node()
        .ifPresent(
            node ->
                sense.demand(
                    Shapes.isName(node),
                    "node",
                    "\"" + node + "\"",
                    "a name of 1-" + Shapes.NAME_LENGTH + " characters on one line"));
    return sense.complaints;
  }

  private void limits(TertuliaConfig.Limits limits) {
    number("limits.text", limits.text(), 1);
    demand(
        limits.frame() >= ESCAPED * limits.text() + KIB,
        "limits.frame",
        limits.frame(),
        "at least "
            + (ESCAPED * Math.max(1, limits.text()) + KIB)
            + ": six times tertulia.limits.text, for clients that escape each byte as \\u00f1 does,"
            + " and 1024 for what stands around it");
    number("limits.rooms", limits.rooms(), 1);
    number("limits.memberships-per-user", limits.membershipsPerUser(), 1);
    number("limits.memberships-per-address", limits.membershipsPerAddress(), 1);
    number("limits.memberships", limits.memberships(), 1);
    number("limits.rooms-per-node", limits.roomsPerNode(), 1);
    demand(
        limits.heap() >= 10 && limits.heap() <= 100,
        "limits.heap",
        limits.heap(),
        "between 10 and 100 percent");
    number("limits.pending", limits.pending(), 1);
    number("limits.catchup", limits.catchup(), 1);
    number("limits.rate-per-session", limits.ratePerSession(), 1);
    number("limits.rate-per-user", limits.ratePerUser(), 1);
    number("limits.rate-per-address", limits.ratePerAddress(), 1);
    number("limits.connections", limits.connections(), 1);
    number("limits.connections-per-address", limits.connectionsPerAddress(), 1);
    number("limits.upgrades-per-address", limits.upgradesPerAddress().orElse(1), 1);
    request("limits.request-bytes", limits.requestBytes(), limits.frame());
    request("limits.request-bytes-per-address", limits.requestBytesPerAddress(), limits.frame());
  }

  /** What can never be taken in would be told for ever to come again later. */
  private void request(String key, MemorySize bytes, int frame) {
    demand(
        bytes.asLongValue() >= frame + HEAD,
        key,
        bytes.asLongValue(),
        "at least "
            + (frame + HEAD)
            + ": one body of tertulia.limits.frame, and 16384 for the head of its request");
  }

  private void socket(TertuliaConfig.Socket socket) {
    long queue = socket.queue().asLongValue();
    demand(
        queue >= 16 * KIB && queue <= Integer.MAX_VALUE,
        "socket.queue",
        queue,
        "between 16K and 2147483647 bytes");
    Duration second = Duration.ofSeconds(1);
    duration("socket.hello", socket.hello(), second);
    duration("socket.ping", socket.ping(), second);
    duration("socket.pong", socket.pong(), second);
    duration("socket.stalled", socket.stalled(), second);
    number("socket.slice", socket.slice(), 1);
    duration("socket.age", socket.age(), second);
  }

  private void retention(TertuliaConfig.Retention kept) {
    number("retention.entries", kept.entries(), 1);
    number("retention.room-bytes", kept.roomBytes().asLongValue(), KIB);
    number("retention.bytes", kept.bytes().asLongValue(), KIB);
    number("retention.marks", kept.marks(), 1);
    Duration second = Duration.ofSeconds(1);
    duration("retention.age", kept.age(), second);
    duration("retention.dedupe", kept.dedupe(), second);
  }

  private void security(TertuliaConfig.Security security) {
    for (String origin : security.origins().orElse(Set.of())) {
      demand(
          OriginPolicy.normal(origin) != null,
          "security.origins",
          "\"" + origin + "\"",
          "origins as a browser names them, like https://chat.example.org, without a path");
    }
    for (String host : security.hosts().orElse(Set.of())) {
      demand(
          HostPolicy.isName(host),
          "security.hosts",
          "\"" + host + "\"",
          "names of hosts, like chat.example.org, without a scheme or a port");
    }
    security
        .secret()
        .ifPresent(
            secret ->
                demand(
                    secret.length() >= SECRET_LENGTH,
                    "security.secret",
                    "so short",
                    "at least " + SECRET_LENGTH + " characters, so that nobody guesses it"));
    demand(!security.cluster().isBlank(), "security.cluster", "blank", "a name");
    duration("security.guest", security.guest(), Duration.ofSeconds(1));
  }

  private void access(AccessConfig access) {
    duration("access.longest", access.longest(), Duration.ofSeconds(1));
    demand(
        access.longest().compareTo(CENTURY) <= 0,
        "access.longest",
        words(access.longest()),
        "at most " + words(CENTURY));
    demand(
        access.roomsPerUser() >= 1 && access.roomsPerUser() <= ROOMS_PER_USER,
        "access.rooms-per-user",
        access.roomsPerUser(),
        "between 1 and " + ROOMS_PER_USER);
    demand(
        access.guests() != TokenAccess.Guests.NO
            || !access.issuers().isEmpty()
            || access.development().secret().isPresent(),
        "access.guests",
        "no without an issuer of tokens",
        "yes or read, or somebody has to stand under tertulia.access.issuers: nobody could come in");
    access
        .rooms()
        .forEach(
            (name, room) ->
                demand(
                    room.pattern().matches("[a-z0-9._*-]{1,64}"),
                    "access.rooms." + name + ".pattern",
                    "\"" + room.pattern() + "\"",
                    "a pattern of names of rooms, 1-64 characters a-z 0-9 . _ - and * for any"));
  }

  private void cluster(TertuliaConfig.Cluster cluster) {
    demand(
        cluster.prefix().matches("[A-Za-z0-9._-]{1,64}"),
        "cluster.prefix",
        "\"" + cluster.prefix() + "\"",
        "1-64 characters A-Z a-z 0-9 . _ -");
    Duration least = Duration.ofMillis(100);
    duration("cluster.call", cluster.call(), least);
    duration("cluster.say", cluster.say(), cluster.call());
    duration("cluster.check", cluster.check(), least);
    duration("cluster.tail", cluster.tail(), Duration.ofSeconds(1));
    number("cluster.tail-bytes", cluster.tailBytes().asLongValue(), KIB);
    duration("cluster.release", cluster.release(), Duration.ZERO);
    duration("cluster.away", cluster.away(), Duration.ofSeconds(1));
    duration("cluster.lease", cluster.lease(), Duration.ofSeconds(2));
    number("cluster.shed", cluster.shed(), 0);
  }

  private void traces(TertuliaConfig.Traces traces) {
    traces
        .endpoint()
        .ifPresent(
            endpoint ->
                demand(
                    isWeb(endpoint),
                    "traces.endpoint",
                    "what it is", // It may hold a password.
                    "a whole address, like http://collector:4318/v1/traces"));
    demand(
        traces.ratio() >= 0 && traces.ratio() <= 1,
        "traces.ratio",
        traces.ratio(),
        "between 0 and 1");
  }

  private void number(String key, long value, long least) {
    demand(value >= least, key, value, "at least " + least);
  }

  private void duration(String key, Duration value, Duration least) {
    demand(value.compareTo(least) >= 0, key, words(value), "at least " + words(least));
  }

  private void demand(boolean sensible, String key, Object value, String expected) {
    if (!sensible) {
      complaints.add(
          "The setting tertulia." + key + " cannot be " + value + ": it must be " + expected + ".");
    }
  }

  private static String words(Duration duration) {
    return duration.toMillis() + " ms";
  }

  /** Whether it is an address of http or https. */
  static boolean isWeb(String word) {
    try {
      URI uri = URI.create(word);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getAuthority() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
