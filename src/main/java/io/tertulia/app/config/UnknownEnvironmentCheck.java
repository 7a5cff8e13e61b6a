package io.tertulia.app.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.tertulia.app.start.StartFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds environment variables that were meant as a setting and are none. The configuration itself
 * refuses unknown keys from everywhere else, but cannot tell a variable of ours from those that
 * have another meaning.
 */
public final class UnknownEnvironmentCheck {
  private static final String OURS = "TERTULIA_";

  /** What this project's Compose file, scripts and tests read. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "TERTULIA_BIND",
          "TERTULIA_CERTIFICATES",
          "TERTULIA_CHROMIUM",
          "TERTULIA_DOCKER",
          "TERTULIA_E2E_PROGRAMS",
          "TERTULIA_ENGINES",
          "TERTULIA_GATE_LIMIT",
          "TERTULIA_GRAFANA_PORT",
          "TERTULIA_HTTP_PORT",
          "TERTULIA_HTTPS_PORT",
          "TERTULIA_ISSUER",
          "TERTULIA_JVM_FOLDERS",
          "TERTULIA_PROMETHEUS_PORT");

  private static final String OF_A_SERVICE = "_SERVICE_HOST";

  private UnknownEnvironmentCheck() {}

  /** One sentence for each variable that looks like a setting. */
  public static List<String> complaints(Set<String> variables) {
    Set<String> known = new HashSet<>();
    List<Pattern> patterns = new ArrayList<>();
    for (String name : names()) {
      if (name.contains("*")) {
        patterns.add(
            Pattern.compile(variable(name.replace("*", "\0")).replace("\0", "[A-Z0-9_]+")));
      } else {
        known.add(variable(name));
      }
    }
    return variables.stream()
        .filter(name -> name.startsWith(OURS) && !known.contains(withoutIndex(name)))
        .filter(name -> patterns.stream().noneMatch(p -> p.matcher(withoutIndex(name)).matches()))
        .filter(name -> !OF_OTHERS.contains(name) && !isOfService(name, variables))
        .sorted()
        .map(name -> StartFailure.unknown("behind the environment variable ", name, known))
        .toList();
  }

  /** An orchestrator's, for a service whose name begins with tertulia: it always tells its host. */
  private static boolean isOfService(String name, Set<String> variables) {
    return variables.stream()
        .filter(other -> other.endsWith(OF_A_SERVICE))
        .map(other -> other.substring(0, other.length() - OF_A_SERVICE.length()))
        .anyMatch(
            service ->
                name.startsWith(service + "_SERVICE_") || name.startsWith(service + "_PORT"));
  }

  /** Every setting of ours; a list is named once, without an index, and * stands for a name. */
  public static Set<String> names() {
    return ConfigMappings.getProperties(ConfigClass.configClass(TertuliaConfig.class))
        .keySet()
        .stream()
        .filter(name -> !name.endsWith("[*]"))
        .collect(Collectors.toSet());
  }

  /** Items of a list can have a variable each, {@code …_ORIGINS_0_}. */
  private static String withoutIndex(String variable) {
    return variable.replaceFirst("_\\d+_$", "");
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9\0]", "_").toUpperCase(Locale.ROOT);
  }
}
