package io.tertulia.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code configuration.md} tells about settings is what the node does. */
class SettingsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(tertulia\\.\\S+)` \\| (?:–|`(.*)`) \\| .+ \\|$", Pattern.MULTILINE);

  @Test
  void the_document_names_every_setting_with_its_default() throws IOException {
    assertThat(documented()).isEqualTo(built());
  }

  private static Map<String, String> documented() throws IOException {
    return ROW.matcher(Files.readString(Path.of("src/docs/configuration.md")))
        .results()
        .collect(Collectors.toMap(row -> row.group(1), SettingsTest::orNone));
  }

  private static Map<String, String> built() {
    Map<String, String> built = new TreeMap<>();
    ConfigMappings.getProperties(ConfigClass.configClass(TertuliaConfig.class))
        .forEach((key, setting) -> built.put(key, defaultOf(setting)));
    // A list can also be written item by item.
    built.keySet().removeIf(key -> key.endsWith("[*]"));
    return built;
  }

  private static String defaultOf(Property setting) {
    if (!setting.hasDefaultValue()) {
      return "none";
    }
    return setting.isPrimitive()
        ? setting.asPrimitive().getDefaultValue()
        : setting.asLeaf().getDefaultValue();
  }

  private static String orNone(MatchResult row) {
    return row.group(2) == null ? "none" : row.group(2);
  }
}
