package io.tertulia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tertulia.client.ChatClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code ./mvnw -Paot package} in a copy of the project, whose package other tests do not run, and
 * what it leaves. {@code AOTMode=on} ends a JVM that would pass over a cache which does not fit.
 */
class AotE2E {
  private static final Path PROJECT = Path.of("target", "aot");
  private static final Path PACKAGE = PROJECT.resolve("target/quarkus-app");
  private static final File LOG = PROJECT.resolve("build.log").toFile();
  private static final String HELLO =
      "{\"type\":\"hello\",\"id\":1,\"name\":\"ana\",\"rooms\":{\"lobby\":null}}";

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    // With the classes of this build: to compile them again would take longer than all the rest.
    for (String part : List.of("mvnw", "pom.xml", ".mvn", "src/main", "target/classes")) {
      copy(Path.of(part));
    }
    Process build =
        new ProcessBuilder(
                List.of(
                    "./mvnw -B -ntp -Paot -DskipGuards -Dmaven.main.skip -Dmaven.test.skip package"
                        .split(" ")))
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(LOG)
            .start();
    assertThat(build.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(build.exitValue()).as("see " + LOG).isZero();
  }

  @Test
  void a_node_with_the_cache_of_the_build_answers_a_handshake_and_a_hello() {
    try (PackagedNode node = start();
        ChatClient ana = ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat"))) {
      ana.send(HELLO);
      assertThat(ana.next()).contains("\"welcome\"");
    }
  }

  @Test
  void with_other_options_than_in_training_the_cache_is_refused_and_not_passed_over() {
    assertThatThrownBy(() -> start("-XX:-UseCompactObjectHeaders").close())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exited")
        .hasMessageContaining("UseCompactObjectHeaders");
  }

  private static PackagedNode start(String... others) {
    List<String> options =
        Stream.concat(
                Stream.of(
                    "@" + PACKAGE.resolve("jvm.options"),
                    "-XX:AOTMode=on",
                    "-XX:AOTCache=" + PACKAGE.resolve("tertulia.aot")),
                Stream.of(others))
            .toList();
    return PackagedNode.start(PACKAGE, new PackagedNode.Way(options, Map.of(), List.of()));
  }

  /** Into the same place of the other project; what an earlier build left there is overwritten. */
  private static void copy(Path part) throws IOException {
    try (Stream<Path> all = Files.walk(part, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile).forEach(AotE2E::copyFile);
    }
  }

  private static void copyFile(Path file) {
    try {
      Path copy = PROJECT.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(
          file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
