package io.tertulia.security;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a credential out of {@code Authorization: Bearer …} (RFC 6750, 2.1). */
public final class BearerHeader {
  private static final String BEARER = "bearer";

  private BearerHeader() {}

  /**
   * @param headers all Authorization headers of a request
   * @return null when there is none of this scheme; empty when there is the scheme and nothing
   *     behind it, or more than one header: that is a credential, and a bad one
   */
  public static @Nullable String credential(List<String> headers) {
    if (headers.size() > 1) {
      return "";
    }
    String header = headers.isEmpty() ? "" : headers.getFirst().strip();
    String scheme = header.split("[ \t]", 2)[0];
    return scheme.toLowerCase(Locale.ROOT).equals(BEARER)
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
