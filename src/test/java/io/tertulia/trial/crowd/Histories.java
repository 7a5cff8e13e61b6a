package io.tertulia.trial.crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.trial.crowd.person.Scene;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal.Stored;
import io.tertulia.trial.machine.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Reads what a room's log has, over HTTP from any node. */
public final class Histories {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TRIES = 60;

  private final Scene scene;
  private final SplittableRandom random;

  public Histories(Scene scene, SplittableRandom random) {
    this.scene = scene;
    this.random = random;
  }

  /**
   * All that is kept, from the oldest on.
   *
   * @throws IOException when no node answered for about half a minute
   */
  public List<Stored> read(String room) throws IOException {
    List<JsonNode> pages = new ArrayList<>();
    JsonNode page = get("/rooms/" + room + "/messages?limit=200");
    pages.add(page);
    while (page.path("more").asBoolean()) {
      page = get("/rooms/" + room + "/messages?limit=200&before=" + first(page));
      pages.add(page);
    }
    List<Stored> all = new ArrayList<>();
    for (JsonNode one : pages.reversed()) {
      add(one, all);
    }
    return all;
  }

  /** The cursor of a page's first entry: the next page ends right before it. */
  private static String first(JsonNode page) {
    JsonNode entry = page.path("entries").path(0);
    String epoch = Cursor.parse(page.path("from").asText()).epoch();
    return entry.path("epoch").asText(epoch) + ":" + entry.path("seq").asLong();
  }

  /** The newest position. */
  public Cursor head(String room) throws IOException {
    JsonNode page = get("/rooms/" + room + "/messages?limit=1");
    return Cursor.parse(page.path("cursor").asText());
  }

  private static void add(JsonNode page, List<Stored> all) {
    String epoch = Cursor.parse(page.path("from").asText()).epoch();
    for (JsonNode entry : page.path("entries")) {
      boolean message = entry.path("type").asText().equals("message");
      epoch = entry.path("epoch").asText(epoch);
      String mid = message ? entry.path("mid").asText() : "";
      all.add(new Stored(new Cursor(epoch, entry.path("seq").asLong()), mid));
    }
  }

  private JsonNode get(String path) throws IOException {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      URI address = scene.node(random, "").resolve(path);
      try {
        HttpResponse<byte[]> response =
            scene
                .http()
                .send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
          return MAPPER.readTree(response.body());
        }
        last = new IOException(address + " answered " + response.statusCode());
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the people of a trial", e);
      }
      Pause.millis(random.nextLong(200, 800));
    }
    throw new IOException("no history from " + path, last);
  }
}
