package io.tertulia;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the compiler, the formatter and Checkstyle do not see: how the packages are kept. */
class HouseTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern HAS_TESTS =
      Pattern.compile("(?m)^ +@(Test|ParameterizedTest|Property)\\b");

  /** A Contract is run by the classes that implement it. */
  private static final Pattern FOUND = Pattern.compile(".*(Test|Property|IT|E2E|Contract)\\.java");

  private static final int FILES = 10;

  /**
   * Packages of tests that may be larger. Those of a session look into its package, each at one
   * thing that a session does: there is no idea that some of them share and others do not.
   */
  private static final Map<Path, Integer> LARGER = Map.of(Path.of("io/tertulia/session"), 13);

  private static final String DOOR_PLATE = "package-info.java";

  @Test
  void a_package_holds_at_most_ten_files() throws IOException {
    holdsAtMost(FILES, filesByPackage(MAIN));
  }

  @Test
  void a_package_of_tests_holds_at_most_ten_files_but_for_those_with_a_reason() throws IOException {
    Map<Path, List<Path>> packages = new HashMap<>(filesByPackage(TESTS));
    LARGER.forEach(
        (name, files) -> holdsAtMost(files, Map.of(name, packages.remove(TESTS.resolve(name)))));
    holdsAtMost(FILES, packages);
  }

  @Test
  void every_package_has_a_door_plate_that_says_what_lives_there() throws IOException {
    assertThat(filesByPackage(MAIN))
        .allSatisfy(
            (folder, files) -> {
              assertThat(files)
                  .as("%s needs a %s", folder, DOOR_PLATE)
                  .anyMatch(HouseTest::isDoorPlate);
              assertThat(folder.resolve(DOOR_PLATE)).content().contains("/**", "@NullMarked");
            });
  }

  @Test
  void every_file_with_tests_has_a_name_by_which_the_build_finds_it() throws IOException {
    try (var files = Files.walk(TESTS)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .filteredOn(file -> HAS_TESTS.matcher(contentOf(file.toFile())).find())
          .isNotEmpty()
          .allMatch(file -> FOUND.matcher(file.getFileName().toString()).matches());
    }
  }

  /** Else Maven misses its class, takes it for changed and compiles all of them at each build. */
  @Test
  void a_file_holds_the_type_that_it_is_named_after() throws IOException {
    for (Path root : List.of(MAIN, TESTS)) {
      try (var files = Files.walk(root)) {
        assertThat(files.filter(HouseTest::isType))
            .isNotEmpty()
            .allMatch(file -> declares(file, file.getFileName().toString().replace(".java", "")));
      }
    }
  }

  private static boolean isType(Path file) {
    return file.toString().endsWith(".java") && !isDoorPlate(file);
  }

  private static boolean declares(Path file, String name) {
    return Pattern.compile(
            "(?m)^[\\w ]*\\b(class|interface|record|enum|@interface) " + name + "\\b")
        .matcher(contentOf(file.toFile()))
        .find();
  }

  private static void holdsAtMost(int most, Map<Path, List<Path>> packages) {
    assertThat(packages)
        .allSatisfy(
            (folder, files) ->
                assertThat(files.stream().filter(not(HouseTest::isDoorPlate)))
                    .as("files of %s", folder)
                    .hasSizeLessThanOrEqualTo(most));
  }

  private static Map<Path, List<Path>> filesByPackage(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(groupingBy(Path::getParent));
    }
  }

  private static boolean isDoorPlate(Path file) {
    return file.endsWith(DOOR_PLATE);
  }
}
