package io.tertulia.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine as a test wants it: a copy of the scripts in a folder with a space, the standard tools
 * on the path, and of JDK and Maven only the stand-ins that were put there.
 */
final class NewcomersMachine {

  private static final List<String> TOOLS =
      List.of(
          "bash cat dirname env find head mkdir mv od readlink rm sed sh tee touch tr uname"
              .split(" "));
  private static final Path MVNW = Path.of("mvnw");
  private static final Path SCRIPTS = Path.of("src/main/scripts");

  private final Path disk;
  private final Map<String, String> environment = new HashMap<>();
  private Path script;

  NewcomersMachine(Path disk) {
    this.disk = disk;
    this.script = disk.resolve("a project").resolve(MVNW);
    copyIntoProject(MVNW);
    files(SCRIPTS).forEach(this::copyIntoProject);
    write("a project/pom.xml", "");
    write("a project/.mvn/jvm.config", "");
    TOOLS.forEach(this::linkTool);
    environment.put("PATH", disk.resolve("tools").toString());
    environment.put("HOME", disk.resolve("home").toString());
    environment.put("TERTULIA_JVM_FOLDERS", disk.resolve("no jvm") + ":" + disk.resolve("jvm"));
  }

  NewcomersMachine withJavaHome(String version) {
    environment.put("JAVA_HOME", jdk("my java", version).toString());
    return this;
  }

  /** In the place of the stand-in that tells its arguments. */
  NewcomersMachine withJavaThat(String does) {
    program("my java/bin/java", does);
    return this;
  }

  NewcomersMachine withJavaInUsualFolder(String version) {
    jdk("jvm/jdk " + version, version);
    return this;
  }

  NewcomersMachine withoutCompiler() {
    delete(disk.resolve("my java/bin/javac"));
    return this;
  }

  /** Puts a stand-in where {@code mvnw} keeps the Maven that it has fetched. */
  NewcomersMachine withMavenThat(String does) {
    program("home/.m2/tertulia/apache-maven-3.9.11/bin/mvn", does);
    return this;
  }

  /** Puts a stand-in on the path. */
  NewcomersMachine withProgramThat(String name, String does) {
    // Never through the link to the machine's own.
    if (Files.exists(disk.resolve("tools/" + name))) {
      delete(disk.resolve("tools/" + name));
    }
    program("tools/" + name, does);
    return this;
  }

  /** Reaches {@code mvnw} by a link to a link, the last of them relative. */
  NewcomersMachine byLinksTo(String one, String two) {
    link(disk.resolve(one), script);
    link(disk.resolve(two), Path.of("..").resolve(one));
    script = disk.resolve(two);
    return this;
  }

  /** A file of the project. */
  Path file(String name) {
    return disk.resolve("a project").resolve(name);
  }

  void changeSource() {
    write("a project/src/main/java/Word.java", "class Word {}");
  }

  /** Runs {@code mvnw} by its full path from another folder. */
  Outcome mvnw(String... words) {
    var out = disk.resolve("out").toFile();
    var err = disk.resolve("err").toFile();
    var run =
        new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(words)).toList())
            .directory(disk.toFile())
            .redirectOutput(out)
            .redirectError(err);
    run.environment().clear();
    run.environment().putAll(environment);
    try {
      var process = run.start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("mvnw came to an end").isTrue();
      return new Outcome(
          process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private Path jdk(String folder, String version) {
    write(folder + "/release", "JAVA_VERSION=\"" + version + "\"\n");
    program(folder + "/bin/java", "echo \"java of $0: $*\"");
    program(folder + "/bin/javac", "exit 1");
    return disk.resolve(folder);
  }

  private void program(String name, String does) {
    var file = write(name, "#!/bin/sh\n" + does + "\n");
    file.toFile().setExecutable(true);
  }

  private Path write(String name, String text) {
    try {
      var file = disk.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, text.getBytes(UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void copyIntoProject(Path script) {
    try {
      var copy = disk.resolve("a project").resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(script, copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void linkTool(String name) {
    var tool =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " is not on the path"));
    link(disk.resolve("tools").resolve(name), tool);
  }

  private static void link(Path link, Path target) {
    try {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  record Outcome(int exitCode, String out, String err) {

    void isRefusedWith(String sentence) {
      assertThat(err).isEqualTo(sentence + "\n");
      assertThat(exitCode).isEqualTo(1);
      assertThat(out).isEmpty();
    }
  }
}
