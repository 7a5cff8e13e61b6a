package io.tertulia.transport.front.connection;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that goes no further: a problem as of RFC 9457, or the sentence alone for whoever wants
 * no JSON.
 *
 * @param code of the protocol, 0 when it has none for this
 * @param retryAfter seconds, 0 when to come back makes no sense
 */
public record Answer(int status, String sentence, int code, long retryAfter) {
  private static final String PROBLEM = "application/problem+json";
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** With what a status alone says. */
  public static Answer of(int status) {
    return of(
        status,
        switch (status) {
          case 404 -> "There is nothing at this address.";
          case 405 -> "This address does not take this method.";
          case 406 -> "What there is here is application/json.";
          case 413 -> "This body is too large: split it.";
          case 415 -> "Send application/json, or text/plain.";
          default -> HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
        });
  }

  public static Answer of(int status, String sentence) {
    return new Answer(status, sentence, 0, 0);
  }

  /** Too much at once: to come back soon may help. */
  public static Answer later(int status, String sentence, int code, long seconds) {
    return new Answer(status, sentence, code, seconds);
  }

  public static String type(@Nullable String accept) {
    return wantsJson(accept) ? PROBLEM : PLAIN;
  }

  /**
   * @param accept the header, null when there was none
   */
  public String body(@Nullable String accept) {
    if (!wantsJson(accept)) {
      return sentence + "\n";
    }
    StringBuilder json = new StringBuilder("{\"type\":\"about:blank\",\"title\":");
    quote(json, HttpResponseStatus.valueOf(status).reasonPhrase());
    json.append(",\"status\":").append(status).append(",\"detail\":");
    quote(json, sentence);
    if (code > 0) {
      json.append(",\"code\":").append(code);
    }
    return json.append('}').toString();
  }

  /** The whole response, after which the connection ends. */
  byte[] response(@Nullable String accept) {
    byte[] body = body(accept).getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(status));
    head.append("\r\nContent-Type: ").append(type(accept));
    head.append("\r\nContent-Length: ").append(body.length);
    if (retryAfter > 0) {
      head.append("\r\nRetry-After: ").append(retryAfter);
    }
    byte[] start =
        head.append("\r\nConnection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /** Who names a type of text and none of JSON, as browsers do, wants to read a sentence. */
  private static boolean wantsJson(@Nullable String accept) {
    String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
    return wanted.contains("json") || !wanted.contains("text/");
  }

  private static void quote(StringBuilder into, String text) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        into.append('\\').append(c);
      } else if (c < ' ') {
        into.append(String.format("\\u%04x", (int) c));
      } else {
        into.append(c);
      }
    }
    into.append('"');
  }
}
