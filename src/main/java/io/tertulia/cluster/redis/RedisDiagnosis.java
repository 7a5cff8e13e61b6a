package io.tertulia.cluster.redis;

import io.tertulia.cluster.redis.RedisPreflight.Finding;
import io.tertulia.cluster.redis.connection.RedisErrors;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a Redis, and what to do about it, in the words of the person who runs it. */
record RedisDiagnosis(String address, String prefix) {
  private static final int MAJOR = 6;
  private static final int MINOR = 2;
  private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.(\\d+)\\S*)");
  private static final Pattern POLICY = Pattern.compile("maxmemory_policy:(\\S+)");

  Finding unreachable(String why) {
    if (why.startsWith("Unable to read file")) {
      return fatal(
          "was not asked ("
              + why
              + "): correct the setting of quarkus.redis.tls or of quarkus.tls that names it");
    }
    return fatal("cannot be reached (" + why + "): start it, or correct quarkus.redis.hosts");
  }

  /** Vert.x' client leaves some refusals without a word, so this is all that is known. */
  Finding silent() {
    return fatal(
        "did not answer in time: look whether it is a Redis, hangs, refuses more clients"
            + " (maxclients) or wants TLS (rediss://)");
  }

  Finding notConnected(String why) {
    if (why.startsWith(RedisErrors.EXPIRED)) {
      return fatal("cannot be trusted (" + why + "): renew it there");
    }
    return why.startsWith("WRONGPASS") || why.startsWith("NOAUTH")
        ? refused("AUTH", why)
        : unreachable(why);
  }

  /** Null when version and role are right. */
  @Nullable Finding unfit(String info) {
    Matcher version = VERSION.matcher(info);
    if (version.find() && isOld(version)) {
      return fatal("is version " + version.group(1) + ", and 6.2 or later is needed: upgrade it");
    }
    return info.contains("role:slave") ? replica() : null;
  }

  /** Null when nothing is to be said. */
  @Nullable Finding evicting(String info) {
    Matcher policy = POLICY.matcher(info);
    if (!policy.find() || policy.group(1).equals("noeviction")) {
      return null;
    }
    return mild(
        "throws keys away when its memory is full (maxmemory-policy "
            + policy.group(1)
            + "), which loses messages: set maxmemory-policy noeviction");
  }

  Finding refused(String command, String why) {
    if (why.contains("WRONGPASS")) {
      return fatal(
          "refuses the user name or the password: correct quarkus.redis.password, or the one in"
              + " quarkus.redis.hosts");
    }
    if (why.contains("NOAUTH")) {
      return fatal("wants a password: set quarkus.redis.password");
    }
    if (isDenied(why)) {
      return denied(command, why);
    }
    if (why.contains("OOM")) {
      return mild("is out of memory, so it stores no message: raise its maxmemory");
    }
    if (why.contains("MISCONF")) {
      return mild(
          "cannot write to its disk, so it stores no message: make room there, or look into its"
              + " log ("
              + why
              + ")");
    }
    if (why.contains("READONLY")) {
      return replica();
    }
    if (why.contains("LOADING")) {
      return fatal("is still loading its data: wait, or look into its log");
    }
    return fatal("refused " + command + " (" + why + "): look into its log");
  }

  private Finding denied(String command, String why) {
    if (why.contains("channel")) {
      return fatal(
          "does not let the user use channels (%s): add &%s:* by ACL SETUSER"
              .formatted(command, prefix));
    }
    if (why.contains("key")) {
      return fatal(
          "does not let the user touch keys (%s): add ~%s:* by ACL SETUSER"
              .formatted(command, prefix));
    }
    return fatal(
        "does not let the user run %s (%s): add +%s by ACL SETUSER"
            .formatted(command, why, command.toLowerCase(Locale.ROOT)));
  }

  private Finding replica() {
    return fatal("is a replica, which stores nothing: let quarkus.redis.hosts name its master");
  }

  /** Within a script it says so in words, and without the code. */
  private static boolean isDenied(String why) {
    return why.contains("NOPERM")
        || why.contains("executing the script can't")
        || why.contains("ACL failure in script");
  }

  private static boolean isOld(Matcher version) {
    int major = Integer.parseInt(version.group(2));
    int minor = Integer.parseInt(version.group(3));
    return major < MAJOR || (major == MAJOR && minor < MINOR);
  }

  private Finding fatal(String what) {
    return new Finding(true, sentence(what));
  }

  private Finding mild(String what) {
    return new Finding(false, sentence(what));
  }

  private String sentence(String what) {
    return "Redis at " + address + " " + what + ".";
  }
}
