package io.tertulia.app.start;

import io.vertx.redis.client.impl.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Where a node listens and where its Redis is, looked at before anything opens: with an address
 * that cannot be one, a node would say that it is open, and store nothing.
 */
public final class AddressCheck {
  private static final String HTTP = "quarkus.http.port";
  private static final String HTTPS = "quarkus.http.ssl-port";
  private static final String MANAGEMENT = "quarkus.management.port";
  private static final String CLIENT_TYPE = "quarkus.redis.client-type";

  private static final int LAST_PORT = 65535;

  /** Nothing that could be a password, which may stand in an address. */
  private static final Pattern PLACE =
      Pattern.compile("(?:https?://|tcp://|redis:|//)?([A-Za-z0-9.-]+:\\d{1,5})/?");

  private static final Pattern SCHEME = Pattern.compile("rediss?://[^/].*|unix:/.+");

  private static final String EXPECTED =
      "it must be redis://HOST:PORT, rediss://HOST:PORT with TLS, or unix:///PATH";

  private AddressCheck() {}

  /** One sentence for each that cannot work. */
  public static List<String> complaints(Config config) {
    List<String> complaints = new ArrayList<>();
    for (String setting : List.of(HTTP, HTTPS, MANAGEMENT)) {
      int port = port(config, setting);
      if (port < 0 || port > LAST_PORT) {
        complaints.add(noPort(setting, Integer.toString(port)));
      }
    }
    if (port(config, HTTP) == port(config, MANAGEMENT) && port(config, HTTP) != 0) {
      complaints.add(
          "The settings %s and %s are both %d: each needs a port of its own."
              .formatted(HTTP, MANAGEMENT, port(config, HTTP)));
    }
    redis(config, complaints);
    return complaints;
  }

  private static int port(Config config, String setting) {
    return config.getOptionalValue(setting, Integer.class).orElse(0);
  }

  private static void redis(Config config, List<String> complaints) {
    List<String> addresses =
        Stream.of(config.getOptionalValue(Mode.HOSTS, String.class).orElse("").split(","))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .toList();
    addresses.stream()
        .filter(address -> !isRedis(address))
        .findFirst()
        .map(AddressCheck::noRedis)
        .ifPresent(complaints::add);
    boolean one =
        config
            .getOptionalValue(CLIENT_TYPE, String.class)
            .orElse("standalone")
            .equals("standalone");
    if (one && addresses.size() > 1) {
      complaints.add(
          "The setting "
              + Mode.HOSTS
              + " names "
              + addresses.size()
              + " addresses, but a node keeps its messages in one Redis: name its master alone.");
    }
  }

  /** As the client will read it, which trips over what has no scheme or no host. */
  private static boolean isRedis(String address) {
    try {
      return SCHEME.matcher(address).matches() && new RedisURI(address).socketAddress() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Without the value, which may hold a password. */
  static String noRedis(String address) {
    Matcher place = PLACE.matcher(address);
    String nearest = place.matches() ? "; write redis://" + place.group(1) : "";
    return "The setting " + Mode.HOSTS + " is no address of a Redis: " + EXPECTED + nearest + ".";
  }

  /** Whether a setting by this name is a port; the sentence then is {@link #noPort}. */
  static boolean isPort(String setting) {
    return setting.endsWith(".port") || setting.endsWith("-port");
  }

  static String noPort(String setting, String value) {
    return "The setting %s cannot be \"%s\": it must be a port, 1 to %d, or 0 for any that is free."
        .formatted(setting, value, LAST_PORT);
  }

  /** Which setting names the host that a node could not listen at, and its port. */
  static Map.Entry<String, String> listening(boolean management) {
    return management
        ? Map.entry("quarkus.management.host", MANAGEMENT)
        : Map.entry("quarkus.http.host", HTTP);
  }
}
