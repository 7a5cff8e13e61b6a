package io.tertulia.trial.rows.living;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.trial.witness.Witness;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Who comes when all is over, and loads every page. */
final class Newcomer {
  private static final int PAGE = 100;

  private Newcomer() {}

  /** The messages as they are now, by mid, without what depends on the way. */
  static Map<String, JsonNode> load(URI node, String room) {
    Map<String, JsonNode> messages = new HashMap<>();
    try (Witness witness = Witness.enter(node, room, null)) {
      String before = null;
      JsonNode page;
      do {
        ObjectNode asked = Witness.command("history").put("room", room).put("limit", PAGE);
        page = witness.order(before == null ? asked : asked.put("before", before)).message();
        for (JsonNode entry : page.path("entries")) {
          if (entry.path("type").asText().equals("message")) {
            messages.put(entry.path("mid").asText(), Folded.plain(entry));
          }
        }
        String from = page.path("from").asText();
        before = from.substring(0, from.indexOf(':') + 1) + (Folded.seq(from) + 1);
      } while (page.path("more").asBoolean());
    }
    return messages;
  }
}
