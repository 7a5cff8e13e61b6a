package io.tertulia;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the compiler, the formatter and Checkstyle do not see: how the packages are kept. */
class HouseTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final String DOOR_PLATE = "package-info.java";

  @Test
  void a_package_holds_at_most_ten_files() throws IOException {
    assertThat(filesByPackage())
        .allSatisfy(
            (folder, files) ->
                assertThat(files.stream().filter(not(HouseTest::isDoorPlate)))
                    .as("files of %s", folder)
                    .hasSizeLessThanOrEqualTo(10));
  }

  @Test
  void every_package_has_a_door_plate_that_says_what_lives_there() throws IOException {
    assertThat(filesByPackage())
        .allSatisfy(
            (folder, files) -> {
              assertThat(files)
                  .as("%s needs a %s", folder, DOOR_PLATE)
                  .anyMatch(HouseTest::isDoorPlate);
              assertThat(folder.resolve(DOOR_PLATE)).content().contains("/**", "@NullMarked");
            });
  }

  private static Map<Path, List<Path>> filesByPackage() throws IOException {
    try (var files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(groupingBy(Path::getParent));
    }
  }

  private static boolean isDoorPlate(Path file) {
    return file.endsWith(DOOR_PLATE);
  }
}
