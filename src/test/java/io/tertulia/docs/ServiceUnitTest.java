package io.tertulia.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smallrye.config.WithDefault;
import io.tertulia.app.config.TertuliaConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd lets a node end as it has to, and systemd understands it. */
class ServiceUnitTest {
  private static final Path UNIT = Path.of("src/main/systemd/tertulia@.service");
  private static final int GOODBYE_SECONDS = 20;

  /** Beside one for each socket. */
  private static final int OWN_FILES = 50;

  @Test
  void it_waits_for_the_end_and_takes_it_for_a_good_one() throws IOException {
    assertThat(Integer.parseInt(value("TimeoutStopSec")))
        .isGreaterThanOrEqualTo(GOODBYE_SECONDS + 5);
    assertThat(value("SuccessExitStatus")).isEqualTo("143");
  }

  @Test
  void it_allows_a_file_for_each_socket() throws Exception {
    int sockets =
        Integer.parseInt(
            TertuliaConfig.Limits.class
                .getMethod("connections")
                .getAnnotation(WithDefault.class)
                .value());
    assertThat(Integer.parseInt(value("LimitNOFILE"))).isGreaterThanOrEqualTo(sockets + OWN_FILES);
  }

  @Test
  void it_runs_the_jvm_as_the_image_does() throws IOException {
    List<String> options =
        Files.readAllLines(Path.of("src/main/docker/jvm.options")).stream()
            .filter(line -> line.startsWith("-"))
            .toList();
    assertThat(options).hasSizeGreaterThan(5);
    assertThat(List.of(value("ExecStart").split("[ \\\\\n]+"))).containsAll(options);
  }

  @Test
  void systemd_understands_it(@TempDir Path folder) throws Exception {
    assumeTrue(isOnPath("systemd-analyze"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String unit = Files.readString(UNIT);
    assertThat(unit).contains("ExecStart=/usr/bin/java ");
    assertThat(verify(folder, unit.replace("/usr/bin/java", java))).isEmpty();
    assertThat(verify(folder, unit.replace("/usr/bin/java", java).replace("KillMode", "KillMood")))
        .contains("KillMood");
  }

  /** All that it has to say; nothing when there is nothing to mend. */
  private static String verify(Path folder, String unit) throws Exception {
    Path copy = folder.resolve("tertulia@1.service");
    Files.writeString(copy, unit);
    Process process =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", copy.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String value(String key) throws IOException {
    return Files.readString(UNIT)
        .replaceAll("\\\\\n", " ")
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
