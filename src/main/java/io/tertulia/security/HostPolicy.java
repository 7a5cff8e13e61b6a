package io.tertulia.security;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For which names this node answers. A page may be of a name that its owner lets lead to this
 * machine's address (DNS rebinding): to the browser it is then of one origin with what is here, and
 * only {@code Host} tells that it is not. What nobody else can own needs no list: an address, a
 * name without a dot, {@code localhost} and what is under it.
 */
public final class HostPolicy {
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[.*]");
  private static final Pattern SHAPE =
      Pattern.compile("\\*|(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final String LOCAL = ".localhost";

  /** Characters of a name (RFC 1035 §2.3.4). */
  private static final int LONGEST = 253;

  private static final String ALL = "*";

  private final Set<String> names;
  private final Set<String> endings;

  /**
   * @param hosts names, {@code *.example.org} for all under one, {@code *} for every one
   */
  public HostPolicy(Collection<String> hosts) {
    this.names =
        hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    this.endings =
        names.stream()
            .filter(name -> name.startsWith("*."))
            .map(name -> name.substring(1))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a word can stand in the list. */
  public static boolean isName(String word) {
    return SHAPE.matcher(word).matches();
  }

  /**
   * @param header Host, with or without a port; null from a client so old that it sends none
   */
  public boolean allows(@Nullable String header) {
    if (header == null) {
      return true;
    }
    String host = withoutPort(header).toLowerCase(Locale.ROOT);
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.length() > LONGEST) {
      return false;
    }
    return name.indexOf('.') < 0
        || ADDRESS.matcher(name).matches()
        || name.endsWith(LOCAL)
        || names.contains(ALL)
        || names.contains(name)
        || suffixes(name).anyMatch(endings::contains);
  }

  /** What is to be done when it does not; for the shape that a Host has, and no other. */
  public static String refusal(@Nullable String header) {
    return "This node does not answer for \""
        + (header == null ? "" : withoutPort(header))
        + "\": if that is a name of yours, add it to the setting tertulia.security.hosts"
        + " (TERTULIA_SECURITY_HOSTS).";
  }

  private static Stream<String> suffixes(String name) {
    return Stream.iterate(name.indexOf('.'), dot -> dot >= 0, dot -> name.indexOf('.', dot + 1))
        .map(name::substring);
  }

  private static String withoutPort(String header) {
    int colon = header.lastIndexOf(':');
    return colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
  }
}
