package io.tertulia.security;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From which pages a browser may open a socket or change something here. Browsers name the page's
 * origin and let any page try (RFC 6455 §10.2), so without this check a foreign page could speak as
 * its visitor.
 */
public final class OriginPolicy {
  private final Set<String> allowed;

  /**
   * @param allowed origins like {@code https://chat.example.org}, beside the server's own host
   */
  public OriginPolicy(Set<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(o -> o.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param origin the Origin header, null when there is none: no browser, nothing to protect
   * @param host the Host header, with its port when it is not the scheme's own
   */
  public boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    String word = origin.toLowerCase(Locale.ROOT);
    return allowed.contains(word)
        || (host != null && isSameHost(word, host.toLowerCase(Locale.ROOT)));
  }

  /** Whole words only: a look-alike with something before or behind the host is another host. */
  private static boolean isSameHost(String origin, String host) {
    return origin.equals("https://" + host) || origin.equals("http://" + host);
  }
}
