package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of settings that a node would pass over without a word. That its user may not read one is
 * not tried here: root may.
 */
class ConfigFileCheckTest {
  @TempDir Path home;

  @Test
  void a_node_needs_no_file_and_takes_one_that_is_there() throws IOException {
    assertThat(complaints(Map.of())).isEmpty();
    Files.createDirectories(home.resolve("config"));
    assertThat(complaints(Map.of())).isEmpty();
    Files.writeString(home.resolve("config/application.properties"), "tertulia.node=a");
    assertThat(complaints(Map.of())).isEmpty();
  }

  /** So Docker leaves it when the file to be mounted there does not exist. */
  @Test
  void a_folder_in_the_place_of_the_file_is_told() throws IOException {
    Path folder = Files.createDirectories(home.resolve("config/application.properties"));
    assertThat(complaints(Map.of()))
        .containsExactly("The file " + folder + " cannot be read: it is a folder.");
  }

  @Test
  void a_link_that_leads_nowhere_is_told() throws IOException {
    Path link = Files.createDirectories(home.resolve("config")).resolve("application.properties");
    Files.createSymbolicLink(link, Path.of("gone"));
    assertThat(complaints(Map.of()))
        .containsExactly("The file " + link + " cannot be read: it is not there.");
  }

  @Test
  void a_location_that_is_named_must_be_there() throws IOException {
    Path there = Files.writeString(home.resolve("there.properties"), "tertulia.node=a");
    for (String name : List.of("quarkus.config.locations", "smallrye.config.locations")) {
      assertThat(complaints(Map.of(name, "gone.properties, " + there + ",https://a.example/b")))
          .containsExactly(
              "The file %s, which %s names, cannot be read: it is not there."
                  .formatted(home.resolve("gone.properties"), name));
      assertThat(complaints(Map.of(name, there.toUri() + "," + home))).isEmpty();
    }
  }

  private List<String> complaints(Map<String, String> settings) {
    return ConfigFileCheck.settings(home, settings::get);
  }
}
