package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/count-tests}, which says whether a gate was green: it must see what did not run. */
class CountTestsE2E {
  private static final Path SCRIPT = Path.of(".ci/count-tests").toAbsolutePath();

  @TempDir Path project;

  @BeforeEach
  void aProjectWithThreeSuites() throws IOException {
    source(
        "a/Contract", "abstract class Contract {\n  @Test void one() {}\n  @Test void two() {}\n}");
    source("a/FirstTest", "class FirstTest extends Contract {\n  @Property void three() {}\n}");
    source("a/FirstIT", "class FirstIT extends FirstTest {}");
    source(
        "b/FirstE2E", "import a.Contract;\n/** Not @Test. */\nclass FirstE2E extends Contract {}");
    report("surefire-reports", "a.FirstTest", "<testcase/>", "<testcase/>", "<testcase/>");
    report("failsafe-reports", "a.FirstIT", "<testcase/>", "<testcase/>", "<testcase/>");
    report("e2e-reports/alone", "b.FirstE2E", "<testcase/>", "<testcase/>");
  }

  @Test
  void what_is_declared_or_inherited_and_passed_is_counted() throws Exception {
    Said said = count();
    assertThat(said.lines()).endsWith("tests: 8 passed, 0 failed, 0 skipped").hasSize(4);
    assertThat(said.code()).isZero();
  }

  @Test
  void a_class_without_a_report_is_wrong_and_so_is_one_with_fewer_cases() throws Exception {
    Files.delete(file("failsafe-reports", "a.FirstIT"));
    report("surefire-reports", "a.FirstTest", "<testcase/>", "<testcase/>");
    Said said = count();
    assertThat(said.lines())
        .contains(
            "WRONG: unit: a.FirstTest declares 3 tests, of which 2 were reported",
            "WRONG: integration: a.FirstIT declares 3 tests, of which 0 were reported")
        .endsWith("tests: 4 passed, 0 failed, 0 skipped");
    assertThat(said.code()).isOne();
  }

  @Test
  void what_was_not_run_for_want_of_time_is_named_last_and_has_not_passed() throws Exception {
    Files.delete(file("e2e-reports/alone", "b.FirstE2E"));
    Said said = count("--time-is-up");
    assertThat(said.lines())
        .endsWith("tests: 6 passed, 0 failed, 0 skipped; not run for want of time: b.FirstE2E (2)");
    assertThat(said.code()).isZero();
    assertThat(count().code()).isOne();
  }

  @Test
  void a_failure_is_wrong_and_a_test_that_was_not_judged_is_named_and_has_not_passed()
      throws Exception {
    report(
        "e2e-reports/alone",
        "b.FirstE2E",
        "<testcase name='r7'><skipped>Aborted:\nR7: times NOT JUDGED</skipped></testcase>",
        "<testcase><failure/></testcase>");
    Said said = count();
    assertThat(said.lines())
        .contains("NOT PASSED: b.FirstE2E, r7: R7: times NOT JUDGED", "WRONG: e2e: 1 failed")
        .endsWith("tests: 6 passed, 1 failed, 1 skipped");
    assertThat(said.code()).isOne();
  }

  private void source(String name, String text) throws IOException {
    Path file = project.resolve("src/test/java").resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "package " + name.charAt(0) + ";\n" + text + "\n");
  }

  private void report(String folder, String type, String... cases) throws IOException {
    Path file = file(folder, type);
    Files.createDirectories(file.getParent());
    String all = String.join("", cases).replace("<testcase", "<testcase classname='" + type + "'");
    Files.writeString(file, "<testsuite>" + all + "</testsuite>");
  }

  private Path file(String folder, String type) {
    return project.resolve("target").resolve(folder).resolve("TEST-" + type + ".xml");
  }

  private record Said(int code, List<String> lines) {}

  private Said count(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    command.addAll(List.of(options));
    Process script =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).start();
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(script.waitFor(), said.lines().toList());
  }
}
