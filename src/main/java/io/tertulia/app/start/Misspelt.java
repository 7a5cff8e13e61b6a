package io.tertulia.app.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words that were meant as a setting and are none. Quarkus warns of some of its own and goes on
 * without them: a node whose Redis is named by {@code quarkus.redis.host} would stand alone. So
 * they are looked at before anything else, by what the extensions in this package know.
 */
public final class Misspelt {
  private static final String QUARKUS = "quarkus.";
  private static final String QUARKUS_VARIABLE = "QUARKUS_";
  private static final String OURS = "tertulia.";

  /** In each extension's jar: its interfaces of settings. */
  private static final String ROOTS = "META-INF/quarkus-config-roots.list";

  private static final Pattern OF_THE_JVM =
      Pattern.compile(
          "(java|jdk|sun|com\\.sun|user|os|file|path|line|native|stdin|stdout|stderr)\\.");

  private static final Pattern USUAL =
      Pattern.compile(
          "quarkus\\.((http|management)\\.(port|host)|redis\\.(hosts|password)|config\\.locations"
              + "|log\\.level|log\\.console\\.json\\.enabled"
              + "|http\\.proxy\\.(proxy.address.forwarding|trusted.proxies))");

  /** Wrong letters of a whole name; more, and it is another program's. */
  private static final int NEAR = 2;

  /** What somebody most likely means by its end alone. */
  private static final List<String> MAIN =
      List.of("quarkus.http.port", "quarkus.http.host", "quarkus.redis.hosts", "quarkus.log.level");

  private final Set<String> names;
  private final Predicate<String> known;
  private final Predicate<String> knownVariable;

  private Misspelt(Collection<String> patterns) {
    this.names =
        patterns.stream()
            .filter(name -> !name.contains("*"))
            .collect(Collectors.toCollection(TreeSet::new));
    this.known = anyOf(patterns.stream().map(Misspelt::expression));
    this.knownVariable = anyOf(patterns.stream().map(Misspelt::variableExpression));
  }

  /**
   * One sentence for each that is no setting and looks like one. To know all settings takes as long
   * as a hundred classes take to load, so those that nearly every node is given are passed unseen.
   *
   * @param properties names of {@code -D}
   * @param variables names of the environment
   * @param ours every setting of ours
   */
  public static List<String> complaints(
      Collection<String> properties, Collection<String> variables, Supplier<Set<String>> ours) {
    List<String> words = properties.stream().filter(word -> !isUsual(word)).toList();
    List<String> shouted =
        variables.stream()
            .filter(word -> word.startsWith(QUARKUS_VARIABLE) && !isUsual(dotted(word)))
            .toList();
    if (words.isEmpty() && shouted.isEmpty()) {
      return List.of();
    }
    Misspelt misspelt = against(ours.get());
    return Stream.concat(misspelt.properties(words).stream(), misspelt.variables(shouted).stream())
        .toList();
  }

  private static boolean isUsual(String word) {
    return OF_THE_JVM.matcher(word).lookingAt()
        || word.startsWith(OURS)
        || USUAL.matcher(word).matches();
  }

  /** An environment variable as the setting that it most likely is. */
  private static String dotted(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /**
   * @param ours every setting of ours
   */
  static Misspelt against(Collection<String> ours) {
    Set<String> patterns = new TreeSet<>(ours);
    patterns.addAll(ofExtensions(Thread.currentThread().getContextClassLoader()));
    return new Misspelt(patterns);
  }

  /**
   * One sentence for each word of {@code -D} that is no setting and looks like one. Those that
   * begin with {@code tertulia.} are refused by the configuration itself.
   */
  List<String> properties(Collection<String> words) {
    return words.stream()
        .filter(word -> !word.startsWith(OURS) && !OF_THE_JVM.matcher(word).lookingAt())
        .filter(word -> !known.test(word))
        .sorted()
        .flatMap(
            word ->
                meant(word).stream().map(right -> StartFailure.unknown("", word, List.of(right))))
        .toList();
  }

  /** The same of environment variables, of which many are nobody's here. */
  List<String> variables(Collection<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(QUARKUS_VARIABLE) && !knownVariable.test(word))
        .sorted()
        .flatMap(
            word ->
                ofQuarkus(dotted(word)).stream()
                    .map(
                        right ->
                            StartFailure.unknown(
                                "behind the environment variable ",
                                word,
                                List.of(variable(right)))))
        .toList();
  }

  private Optional<String> meant(String word) {
    return word.startsWith(QUARKUS) ? ofQuarkus(word) : foreign(word);
  }

  /** Those of an extension that is not here are for another moment: the build's, for example. */
  private Optional<String> ofQuarkus(String word) {
    String group = group(word);
    Set<String> groups = names.stream().map(Misspelt::group).collect(Collectors.toSet());
    return groups.stream().anyMatch(other -> Suggestion.distance(group, other) <= 1)
        ? Suggestion.to(word, names)
        : foreign(word.substring(QUARKUS.length()));
  }

  private static String group(String name) {
    return name.split("\\.", 3)[1];
  }

  /** Everything else may be a library's. */
  private Optional<String> foreign(String word) {
    String plain = word.toLowerCase(Locale.ROOT).replace('_', '.');
    return names.stream()
        .filter(name -> name.endsWith("." + plain) || Suggestion.distance(plain, name) <= NEAR)
        .min(
            Comparator.<String>comparingInt(
                    name -> Math.min(Suggestion.distance(plain, name), NEAR + 1))
                .thenComparing(name -> !MAIN.contains(name))
                .thenComparing(name -> !name.startsWith(OURS))
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()));
  }

  private static Predicate<String> anyOf(Stream<String> expressions) {
    return Pattern.compile(expressions.collect(Collectors.joining("|"))).asMatchPredicate();
  }

  /** A star stands for a name of somebody's own, in quotes when it has a full stop. */
  private static String expression(String name) {
    return Stream.of(name.replace("[*]", "\0").split("\\*", -1))
        .map(part -> Pattern.quote(part).replace("\0", "\\E\\[\\d+]\\Q"))
        .collect(Collectors.joining("(?:\"[^\"]+\"|[^.\"]+)"));
  }

  private static String variableExpression(String name) {
    return Stream.of(name.replace("[*]", ".\0.").split("\\*", -1))
        .map(part -> variable(part).replace("\0", "\\d+"))
        .collect(Collectors.joining(".+"));
  }

  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9\0]", "_").toUpperCase(Locale.ROOT);
  }

  private static Set<String> ofExtensions(ClassLoader jars) {
    try {
      Set<String> names = new TreeSet<>();
      for (URL list : Collections.list(jars.getResources(ROOTS))) {
        try (var lines =
            new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
          lines.lines().forEach(type -> names.addAll(ofType(type.strip(), jars)));
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> ofType(String name, ClassLoader jars) {
    try {
      Class<?> type = Class.forName(name, false, jars);
      return type.isAnnotationPresent(ConfigMapping.class)
          ? ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet()
          : Set.of();
    } catch (ClassNotFoundException | LinkageError e) {
      // An interface for what is not in this package, as for tests or the build.
      return Set.of();
    }
  }
}
