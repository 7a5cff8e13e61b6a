package io.tertulia.attack;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process of attackers, which takes what the node and its people leave of this machine's
 * processors: attackers come from other machines, and what is judged is what the node does with
 * them. In the witnesses' own process the collector and the compiler would be the attackers', too,
 * and make the witnesses late.
 */
final class Attackers implements AutoCloseable {
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private Attackers(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static Attackers gather(PackagedNode node, @Nullable RedisServer redis) {
    try {
      return new Attackers(
          new ProcessBuilder(
                  "nice",
                  "-n",
                  "19",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dstdout.encoding=UTF-8",
                  "-cp",
                  System.getProperty("java.class.path"),
                  AttackersMain.class.getName(),
                  "" + node.port(),
                  node.logFile().toString(),
                  redis == null ? "0" : "" + redis.port())
              .redirectError(Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns with all of them still holding on. */
  Report.Came strike(Known attack, boolean brief) {
    String answer = order((brief ? AttackersMain.BRIEF : AttackersMain.LONG) + attack.word());
    String words = answer.substring(answer.indexOf(' ') + 1);
    if (answer.startsWith(AttackersMain.CAME)) {
      return new Report.Came(words, Report.How.WITHSTOOD);
    }
    return new Report.Came(
        words, answer.startsWith(AttackersMain.LATE) ? Report.How.LATE : Report.How.THROUGH);
  }

  /** They let go of all that they hold. */
  void leave() {
    order(AttackersMain.LEAVE);
  }

  private String order(String word) {
    try {
      orders.write(word);
      orders.newLine();
      orders.flush();
      String answer = answers.readLine();
      return answer == null ? "the attackers have gone" : answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
