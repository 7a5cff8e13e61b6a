package io.tertulia.e2e.living;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisDump;
import io.tertulia.redis.RedisServer;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the text of a deleted message could still be: in Redis and its files, in the memory of the
 * nodes that stored it, heard it, were asked for it, and in their logs.
 */
class DeletedTextE2E {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final String ROOM = "secreto";

  /** Words that no program has by itself. */
  private static final String KEPT = "conservado-7f3a-";

  private static final String FIRST = "borrado-9c21-";
  private static final String EDITED = "borrado-5be8-";

  private final RedisServer redis =
      RedisServer.start(RedisBinary.any(), "--appendonly", "yes", "--rdbcompression", "no");
  private final PackagedNode one = start();
  private final PackagedNode other = start();

  @TempDir Path folder;

  private PackagedNode start() {
    return PackagedNode.start(
        "quarkus.redis.hosts=redis://127.0.0.1:" + redis.port(),
        "tertulia.security.secret=" + "a secret of this test ".repeat(2));
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
    redis.close();
  }

  @Test
  void nothing_is_left_of_a_text_that_was_deleted() throws Exception {
    try (Witness ana = Witness.enter(address(one), ROOM, null);
        Witness luis = Witness.enter(address(other), ROOM, null)) {
      assertThat(ana.say(KEPT).join().isDone()).isTrue();
      String mid = ana.say(FIRST).join().mid();
      order(ana, Witness.command("edit").put("mid", mid).put("text", EDITED));
      await().until(() -> luis.events("edit").size() == 1);
      order(ana, Witness.command("history"));
      order(luis, Witness.command("history"));
      assertThat(places()).as("where the texts are before").contains("Redis: " + FIRST);

      order(ana, Witness.command("delete").put("mid", mid));
      await().until(() -> luis.events("delete").size() == 1);
      Pause.of(WITHIN);
    }
    // The clients are gone: what they were sent is theirs.
    List<String> places = places();
    assertThat(places).as("what was not deleted").contains("Redis: " + KEPT, "append log: " + KEPT);
    assertThat(places)
        .as("what was not deleted")
        .anyMatch(place -> place.startsWith("heap") && place.endsWith(KEPT));
    assertThat(places)
        .as("what was deleted")
        .noneMatch(place -> place.endsWith(FIRST) || place.endsWith(EDITED));
  }

  private void order(Witness who, ObjectNode command) {
    Answer answer = who.order(command.put("room", ROOM));
    assertThat(answer.isDone()).as(answer.toString()).isTrue();
  }

  private List<String> places() throws IOException, InterruptedException {
    List<String> places = new ArrayList<>();
    search("Redis", RedisDump.of(redis), places);
    redis.ask("BGREWRITEAOF");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                String.valueOf(redis.ask("INFO", "persistence"))
                    .contains("aof_rewrite_in_progress:0"));
    try (Stream<Path> files = Files.walk(redis.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        search("append log", text(file), places);
      }
    }
    for (PackagedNode node : List.of(one, other)) {
      search("heap of " + node.port(), text(heap(node)), places);
      search("log of " + node.port(), node.log(), places);
    }
    return places;
  }

  /** After a collection: what is garbage already is nobody's any more. */
  private Path heap(PackagedNode node) throws IOException, InterruptedException {
    Path file = folder.resolve(node.port() + "-" + System.nanoTime() + ".hprof");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(jcmd, "" + node.pid(), "GC.heap_dump", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), UTF_8);
    assertThat(asked.waitFor()).as(said).isZero();
    return file;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, ISO_8859_1);
  }

  private static void search(String where, String bytes, List<String> places) {
    for (String word : List.of(KEPT, FIRST, EDITED)) {
      if (bytes.contains(word)) {
        places.add(where + ": " + word);
      }
    }
  }

  private static URI address(PackagedNode node) {
    return URI.create("http://127.0.0.1:" + node.port());
  }
}
