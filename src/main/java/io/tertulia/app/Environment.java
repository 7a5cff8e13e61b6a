package io.tertulia.app;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.tertulia.app.start.StartFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds environment variables that were meant as a setting and are none. The configuration itself
 * refuses unknown keys from everywhere else, but cannot tell a variable of ours from those that an
 * orchestrator puts there for a service called tertulia (TERTULIA_PORT): so only names within a
 * group of settings count.
 */
final class Environment {
  private Environment() {}

  /** One sentence for each variable that looks like a setting. */
  static List<String> complaints(Set<String> variables) {
    Set<String> known =
        ConfigMappings.getProperties(ConfigClass.configClass(TertuliaConfig.class))
            .keySet()
            .stream()
            .map(Environment::variable)
            .collect(Collectors.toSet());
    Set<String> groups =
        known.stream()
            .filter(name -> name.indexOf('_') != name.lastIndexOf('_'))
            .map(name -> name.substring(0, name.indexOf('_', name.indexOf('_') + 1) + 1))
            .collect(Collectors.toSet());
    return variables.stream()
        .filter(
            name ->
                groups.stream().anyMatch(name::startsWith) && !known.contains(withoutIndex(name)))
        .sorted()
        .map(name -> StartFailure.unknown("behind the environment variable " + name))
        .toList();
  }

  /** Items of a list can have a variable each, {@code …_ORIGINS_0_}. */
  private static String withoutIndex(String variable) {
    return variable.replaceFirst("_\\d+_$", "");
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
