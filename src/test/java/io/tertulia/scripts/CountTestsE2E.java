package io.tertulia.scripts;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.oracle.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void what_passes_once_more_is_flaky_and_named_with_its_first_failure() throws Exception {
    reportFailed("[&#10;R6, seed 11: NOT CLEAN&#10;  FAILED caught up: 6.10 s, bar 5.00 s&#10;]");
    assertThat(count("--once-more").lines()).containsExactly("b.FirstE2E");
    reportOnceMore("<testcase name='r6'/>", "<testcase name='r7'/>");
    Said said = count();
    assertThat(said.lines())
        .contains("FLAKY: b.FirstE2E, r6: FAILED caught up: 6.10 s, bar 5.00 s")
        .endsWith("tests: 7 passed, 0 failed, 0 skipped, 1 flaky");
    assertThat(said.code()).isZero();
  }

  @Test
  void what_fails_once_more_or_is_not_judged_then_has_failed() throws Exception {
    reportFailed("EOF");
    reportOnceMore("<testcase name='r6'/>", "<testcase name='r7'><failure/></testcase>");
    assertThat(count().lines()).endsWith("tests: 6 passed, 1 failed, 0 skipped, 1 flaky");
    reportOnceMore("<testcase name='r6'><skipped/></testcase>", "<testcase name='r7'/>");
    assertThat(count().lines()).endsWith("tests: 7 passed, 1 failed, 0 skipped");
    assertThat(count().code()).isOne();
  }

  @Test
  void a_class_that_failed_before_its_tests_is_flaky_when_all_of_them_pass() throws Exception {
    report("e2e-reports/alone", "b.FirstE2E", "<testcase name=''><error message='no'/></testcase>");
    reportOnceMore("<testcase name='r6'/>", "<testcase name='r7'/>");
    assertThat(count().lines())
        .contains("FLAKY: b.FirstE2E, as a whole: no")
        .endsWith("tests: 8 passed, 0 failed, 0 skipped, 1 flaky");
  }

  @ParameterizedTest
  @MethodSource
  void a_broken_promise_is_not_tried_again_and_stays(String message) throws Exception {
    reportFailed(message.replace("\n", "&#10;"));
    assertThat(count("--once-more").lines()).containsExactly("");
    reportOnceMore("<testcase name='r6'/>", "<testcase name='r7'/>");
    assertThat(count().lines()).endsWith("tests: 7 passed, 1 failed, 0 skipped");
    assertThat(count().code()).isOne();
  }

  static Stream<String> a_broken_promise_is_not_tried_again_and_stays() {
    return Stream.of(
        verdict(1, 0, 0, 0),
        verdict(0, 12, 0, 0),
        verdict(0, 0, 1, 0),
        verdict(0, 0, 0, 1_234),
        "lost 0, repeated 2, reordered 0, phantoms 0\n  ok     no other end",
        "  FAILED message repeated to a witness: [w-1]",
        "| FELL: ana-7 came twice |",
        "| FELL: resident memory of 600 MB, bar 512 |",
        "  FAILED growth of the live heap of node 0 from 31 MB, in percent: 7.30, bar 5.00",
        "  FAILED error in the log of node 0: [LEAK: ByteBuf.release() was not called]");
  }

  /** A promise that was kept, and whatever else: a report of it says what was not lost, too. */
  @ParameterizedTest
  @MethodSource
  void what_may_be_chance_is_tried_again(String message) throws Exception {
    reportFailed(message.replace("\n", "&#10;"));
    assertThat(count("--once-more").lines()).containsExactly("b.FirstE2E");
  }

  static Stream<String> what_may_be_chance_is_tried_again() {
    return Stream.of(
        verdict(0, 0, 0, 0),
        "lost 0, repeated 0, reordered 0, phantoms 0\n  ok     no message repeated to a witness\n"
            + "  ok     growth of the live heap of node 0 from 31 MB, in percent: 0.30, bar 5.00\n"
            + "  FAILED gone: 31.00 s, bar 30.00 s",
        "[caddy, reload] ended with 1: EOF");
  }

  @Test
  void when_more_classes_failed_than_three_it_is_no_chance() throws Exception {
    for (String type : List.of("b.FirstE2E", "b.SecondE2E", "b.ThirdE2E", "b.FourthE2E")) {
      assertThat(count("--once-more").lines().getFirst()).doesNotContain("FourthE2E");
      report("e2e-reports/alone", type, "<testcase name='r6'><failure/></testcase>");
    }
    assertThat(count("--once-more").lines()).containsExactly("");
  }

  private static String verdict(long lost, long repeated, long reordered, long phantoms) {
    return new Verdict(
            100, 99, 1, 0, 900, 0, 0, lost, repeated, reordered, phantoms, ZERO, ZERO, List.of())
        .toString();
  }

  private void reportFailed(String message) throws IOException {
    String failure = "<failure message='" + message + "'/>";
    report(
        "e2e-reports/alone",
        "b.FirstE2E",
        "<testcase name='r6'>" + failure + "</testcase>",
        "<testcase name='r7'/>");
  }

  private void reportOnceMore(String... cases) throws IOException {
    report("e2e-once-more/alone", "b.FirstE2E", cases);
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
