package io.tertulia.security;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From which pages a browser may open a socket or change something here. Browsers name the page's
 * origin and let any page try (RFC 6455 §10.2), so without this check a foreign page could speak as
 * its visitor.
 */
public final class OriginPolicy {
  /** Scheme, host and port (RFC 6454 §6.2), and nothing before or behind them. */
  private static final Pattern ORIGIN =
      Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._~-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  private static final String HTTP = "http";
  private static final String HTTPS = "https";

  private final Set<String> allowed;

  /**
   * @param allowed origins like {@code https://chat.example.org}, or {@code capacitor://localhost}
   *     of an app, beside the server's own host
   */
  public OriginPolicy(Collection<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(OriginPolicy::normal)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** An origin as a browser would name it, without the port that its scheme has; null when none. */
  public static @Nullable String normal(String origin) {
    Matcher parts = parts(origin);
    if (parts == null) {
      return null;
    }
    String port = parts.group(3);
    String start = parts.group(1) + "://" + parts.group(2);
    return port == null || port(parts) == usual(parts.group(1)) ? start : start + ":" + port(parts);
  }

  /** The host of such an origin, null when it is none of the web. */
  public static @Nullable String host(String origin) {
    Matcher parts = parts(origin);
    return parts == null || usual(parts.group(1)) < 0 ? null : parts.group(2);
  }

  /**
   * @param origin the Origin header, null when there is none: no browser, nothing to protect
   * @param host the Host header, with or without its port when it is the scheme's own
   */
  public boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    String normal = normal(origin);
    return normal != null
        && (allowed.contains(normal) || (host != null && isSameHost(normal, host)));
  }

  /** Behind a proxy the scheme is the one that the browser saw; it is not told apart here. */
  private static boolean isSameHost(String origin, String host) {
    return origin.equals(normal(HTTPS + "://" + host))
        || origin.equals(normal(HTTP + "://" + host));
  }

  private static @Nullable Matcher parts(String origin) {
    Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    return parts.matches() ? parts : null;
  }

  private static int port(Matcher parts) {
    return Integer.parseInt(parts.group(3));
  }

  private static int usual(String scheme) {
    return switch (scheme) {
      case HTTP -> 80;
      case HTTPS -> 443;
      default -> -1;
    };
  }
}
