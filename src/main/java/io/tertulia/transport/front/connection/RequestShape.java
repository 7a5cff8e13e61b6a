package io.tertulia.transport.front.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a request's head two readers could read in two ways (RFC 9112 §3.2, §6.1, §6.3), and what
 * those behind this one would stumble over.
 */
final class RequestShape {
  /** A name or an address, and a port (RFC 3986 §3.2.2, without escapes). */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  /** Of these a second line is a mistake or a trick. */
  private static final List<CharSequence> ONCE =
      List.of(
          HttpHeaderNames.HOST,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.CONNECTION,
          HttpHeaderNames.UPGRADE,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.SEC_WEBSOCKET_KEY,
          HttpHeaderNames.SEC_WEBSOCKET_VERSION);

  private static final int HEX = 16;

  private RequestShape() {}

  /** What is wrong with it as a sentence, null when nothing is. */
  static @Nullable String wrong(HttpRequest request) {
    HttpHeaders headers = request.headers();
    for (CharSequence name : ONCE) {
      if (headers.getAll(name).size() > 1) {
        return "There is more than one header " + name + ": send one.";
      }
    }
    String host = headers.get(HttpHeaderNames.HOST);
    if (host == null && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return "A request of HTTP/1.1 has a header Host.";
    }
    if (host != null && !isHost(host)) {
      return "Host is a name or an address, with a port where it is not the usual one.";
    }
    if (!isOf(request.uri(), host)) {
      return "The address is of another host than Host.";
    }
    int query = request.uri().indexOf('?');
    boolean door = headers.contains(HttpHeaderNames.UPGRADE);
    return query < 0 || isReadable(request.uri().substring(query + 1), door)
        ? coding(request)
        : "The query of this address is not UTF-8, written with % and two digits.";
  }

  static boolean isHost(String word) {
    return HOST.matcher(word).matches();
  }

  /** A whole address (RFC 9112 §3.2.2) names the host as well. */
  private static boolean isOf(String uri, @Nullable String host) {
    int scheme = uri.indexOf("://");
    int slash = uri.indexOf('/');
    if (scheme < 0 || slash < scheme || host == null) {
      return true;
    }
    String rest = uri.substring(scheme + 3);
    boolean whole = rest.length() == host.length();
    return rest.regionMatches(true, 0, host, 0, host.length())
        && (whole || rest.charAt(host.length()) == '/' || rest.charAt(host.length()) == '?');
  }

  private static @Nullable String coding(HttpRequest request) {
    String coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding == null) {
      return null;
    }
    if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return "Transfer-Encoding and Content-Length say two things of one body: send one of them.";
    }
    return coding.equalsIgnoreCase("chunked")
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        ? null
        : "The only Transfer-Encoding here is chunked, in HTTP/1.1.";
  }

  /**
   * Whether every escape is one.
   *
   * @param utf8 and all of it together is UTF-8, where nobody behind this can say what is not
   */
  private static boolean isReadable(String query, boolean utf8) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '%') {
        int high = i + 2 < query.length() ? Character.digit(query.charAt(i + 1), HEX) : -1;
        int low = i + 2 < query.length() ? Character.digit(query.charAt(i + 2), HEX) : -1;
        if (high < 0 || low < 0) {
          return false;
        }
        bytes.write(high * HEX + low);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    if (!utf8) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
