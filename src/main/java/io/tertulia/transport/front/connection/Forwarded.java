package io.tertulia.transport.front.connection;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Forwarded-For} as what reads it later can: proxies also write {@code [v6]}, {@code
 * [v6]:port} and {@code v4:port}, and for an empty one the reader would never answer.
 */
final class Forwarded {
  private static final String HEADER = "X-Forwarded-For";

  private Forwarded() {}

  /** Writes the first address alone where the header was; false when it begins with none. */
  static boolean straighten(HttpHeaders headers) {
    String header = headers.get(HEADER);
    if (header == null) {
      return true;
    }
    int comma = header.indexOf(',');
    String address = address((comma < 0 ? header : header.substring(0, comma)).strip());
    if (address == null) {
      return false;
    }
    headers.set(HEADER, address);
    return true;
  }

  /** The address of a word without port and brackets, null when it is none. */
  private static @Nullable String address(String word) {
    int colon = word.indexOf(':');
    int bracket = word.indexOf(']');
    String bare = word;
    if (word.startsWith("[") && bracket > 0 && isPort(word.substring(bracket + 1))) {
      bare = word.substring(1, bracket);
    } else if (colon > 0 && colon == word.lastIndexOf(':') && isPort(word.substring(colon))) {
      bare = word.substring(0, colon);
    }
    try {
      return InetAddress.ofLiteral(bare).getHostAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isPort(String word) {
    return word.isEmpty() || word.matches(":[0-9]{1,5}");
  }
}
