package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The modules of the page that know no document, in Node's own test runner. */
class PageModulesE2E {

  private static final Path TESTS = Path.of("src", "test", "page");
  private static final Pattern RESULT = Pattern.compile("\\s*(not )?ok \\d+ - (.+)");

  @TestFactory
  Stream<DynamicTest> what_the_modules_promise() throws Exception {
    List<String> output = run();
    List<DynamicTest> tests =
        output.stream()
            .map(RESULT::matcher)
            .filter(result -> result.matches() && !result.group(2).endsWith(".test.js"))
            .map(result -> test(result.group(2), result.group(1) == null, output))
            .toList();
    assertThat(tests).as(String.join("\n", output)).hasSizeGreaterThan(120);
    return tests.stream();
  }

  private static DynamicTest test(String name, boolean passed, List<String> output) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(passed).as(String.join("\n", output)).isTrue());
  }

  private static List<String> run() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
    try (Stream<Path> files = Files.list(TESTS)) {
      files.map(Path::toString).filter(name -> name.endsWith(".test.js")).forEach(command::add);
    }
    Process node = start(command);
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    node.waitFor();
    return output.lines().toList();
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("Cannot start node: install Node.js 18 or later", e);
    }
  }
}
