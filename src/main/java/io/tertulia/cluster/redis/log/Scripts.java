package io.tertulia.cluster.redis.log;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The log's scripts, each joined from its parts. Redis knows them by their hash once loaded. */
public final class Scripts {
  private final Script append;
  private final Script repair;
  private final Script read;
  private final Script change;
  private final Script grow;
  private final Script summary;

  public Scripts(LogLimits limits) {
    append = script(limits, "room", "overlay", "fence", "rules", "append");
    repair = script(limits, "room", "overlay", "fence", "repair");
    read = script(limits, "room", "read");
    change = script(limits, "room", "overlay", "fence", "change");
    summary = script(limits, "room", "summary");
    grow = script(limits, "room", "rules", "grow");
  }

  Script append() {
    return append;
  }

  Script repair() {
    return repair;
  }

  Script read() {
    return read;
  }

  Script change() {
    return change;
  }

  /** For what grows beside the log. */
  public Script grow() {
    return grow;
  }

  public Script summary() {
    return summary;
  }

  /** The scripts themselves, for a connection to load. */
  public List<String> sources() {
    return Stream.of(append, repair, read, change, summary, grow).map(Script::source).toList();
  }

  /** What makes Redis know them: said on every new connection, because it may be another Redis. */
  List<Request> loads() {
    return Stream.of(append, repair, read, change, summary, grow).map(Script::load).toList();
  }

  /**
   * @param sha1 40 hexadecimal digits
   */
  public record Script(String source, String sha1) {
    public Request load() {
      return Request.cmd(Command.SCRIPT).arg("LOAD").arg(source);
    }

    /** The call up to and with its keys; ARGV is what is added. */
    public Request call(String... keys) {
      Request request = Request.cmd(Command.EVALSHA).arg(sha1).arg(keys.length);
      for (String key : keys) {
        request.arg(key);
      }
      return request;
    }
  }

  private static Script script(LogLimits limits, String... parts) {
    StringBuilder source = new StringBuilder(limits.lua());
    for (String part : parts) {
      source.append(text(Scripts.class, part + ".lua"));
    }
    return new Script(source.toString(), sha1(source.toString()));
  }

  /** A script that is whole in one file. */
  public static Script alone(Class<?> neighbour, String name) {
    String source = text(neighbour, name);
    return new Script(source, sha1(source));
  }

  private static String text(Class<?> neighbour, String name) {
    try (InputStream in = neighbour.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String source) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
