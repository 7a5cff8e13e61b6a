package io.tertulia.attack;

import io.tertulia.attack.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Has attackers take what the node and its people leave of this machine's processors: they come
 * from other machines, and what is judged is what the node does with them.
 */
final class Attackers {
  private static final Path THREADS = Path.of("/proc/self/task");

  private Attackers() {}

  static String strike(Attack attack, Target target) throws Exception {
    FutureTask<String> strike =
        new FutureTask<>(
            () -> {
              // What these start is as they are.
              for (String name : List.of("attackers", "ForkJoinPool-1")) {
                putLast(name);
              }
              return attack.strike(target);
            });
    Thread.ofPlatform().name("attackers").daemon().start(strike);
    try {
      return strike.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      if (e.getCause() instanceof AssertionError error) {
        throw error;
      }
      throw e;
    }
  }

  /** The threads of this process with such names, the carriers of virtual ones among them. */
  private static void putLast(String name) throws InterruptedException {
    try (Stream<Path> threads = Files.list(THREADS)) {
      for (Path thread : threads.filter(one -> name(one).startsWith(name)).toList()) {
        new ProcessBuilder("renice", "-n", "19", "-p", thread.getFileName().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      return "";
    }
  }
}
