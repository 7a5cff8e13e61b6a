package io.tertulia.cluster.redis.connection;

import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failure of Vert.x' client means. */
public final class RedisErrors {
  /** How a failed batch names its replies: one line for each that was an error. */
  private static final Pattern REPLY = Pattern.compile("ERR \\[(\\d+)] (.*)");

  /** Among them are exceptions of a connection that ended: {@code java.io.IOException: …}. */
  private static final Pattern ENDED =
      Pattern.compile("CONNECTION_CLOSED.*|ILLEGAL_STATE.*|[a-z]\\w*(\\.\\w+)+(:.*)?");

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]*( .*)?");

  /** A client that refuses to write says one of these. */
  private static final List<String> NOT_WRITTEN =
      List.of(
          "Connection is closed",
          "Redis waiting queue is full",
          "Redis command is not valid",
          "PubSub command in batch");

  /** Begins the reason when Redis showed a certificate whose time is over. */
  public static final String EXPIRED = "its certificate has expired";

  /** Up to the last @: a password may hold anything, above all in an address that is malformed. */
  private static final Pattern CREDENTIALS = Pattern.compile("//.*@");

  private RedisErrors() {}

  /** For a log or a person: without a password. */
  public static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return EXPIRED + ", " + cause.getMessage();
      }
    }
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    List<String> lines = new ArrayList<>();
    for (String line : message.lines().toList()) {
      Matcher reply = REPLY.matcher(line);
      lines.add(reply.matches() ? reply.group(2) : line);
    }
    return CREDENTIALS.matcher(lines.isEmpty() ? message : lines.getFirst()).replaceAll("//…@");
  }

  /**
   * Redis' own words for each reply of a batch that was an error, by its index. Replies that are
   * not named may have been anything: Vert.x does not hand them out.
   *
   * @return empty when the batch failed otherwise
   */
  public static Map<Integer, String> errors(Throwable failure) {
    Map<Integer, String> errors = new HashMap<>();
    for (String line : String.valueOf(failure.getMessage()).lines().toList()) {
      Matcher reply = REPLY.matcher(line);
      if (reply.matches() && !ENDED.matcher(reply.group(2)).matches()) {
        errors.put(Integer.valueOf(reply.group(1)), withCode(reply.group(2)));
      }
    }
    return errors;
  }

  /** Whether these words say that this Redis is a replica; a script's error has them within. */
  public static boolean isOfReplica(String words) {
    return words.contains("READONLY");
  }

  /** Whether these words are part of the day: scripts are loaded again, a replica is left. */
  static boolean isExpected(String words) {
    return words.contains("NOSCRIPT") || isOfReplica(words);
  }

  /** Whether surely nothing of it went to the socket. */
  public static boolean isUnsent(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message != null && NOT_WRITTEN.stream().anyMatch(message::startsWith);
  }

  /** The client has cut off the code when it was ERR. */
  private static String withCode(String words) {
    return CODE.matcher(words).matches() ? words : "ERR " + words;
  }
}
