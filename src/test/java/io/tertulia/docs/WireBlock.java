package io.tertulia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.ChatClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays one block of a document against a node: each line happens, or the line is in the failure.
 */
final class WireBlock {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BYTES = "0x";
  private static final String BEARER = "bearer=";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI node;
  private final Map<String, ChatClient> people = new HashMap<>();
  private final Map<String, JsonNode> known = new HashMap<>();
  private @Nullable HttpResponse<String> answer;

  WireBlock(URI node) {
    this.node = node;
  }

  void play(List<String> lines) throws Exception {
    try {
      for (String line : lines) {
        playLine(line);
      }
      people.forEach(WireBlock::nothingElseCame);
    } finally {
      people.values().forEach(ChatClient::close);
    }
  }

  private void playLine(String line) throws Exception {
    String[] words = line.split(" ", 2);
    String who = words[0].substring(0, words[0].length() - 1);
    switch (words[0].charAt(words[0].length() - 1)) {
      case '=' -> people.put(who, connect(filled(words[1]).split(" ")));
      case '>' -> say(person(who), filled(words[1]));
      case '<' -> expect(person(who), words[1], line);
      case '#' -> leave(who);
      default -> http(words, line);
    }
  }

  private ChatClient connect(String[] words) {
    URI address = URI.create("ws://" + node.getAuthority() + words[1]);
    String with = words.length > 2 ? words[2] : null;
    return ChatClient.JSON.equals(with) ? ChatClient.json(address) : ChatClient.bare(address, with);
  }

  private void expect(ChatClient person, String expected, String line) throws Exception {
    JsonNode pattern = expected.startsWith("{") ? JSON.readTree(expected) : null;
    String text = expected.replace("\\n", "\n");
    try {
      person.await(message -> pattern == null ? message.equals(text) : fits(pattern, message));
    } catch (AssertionError e) {
      throw new AssertionError(line + "\n" + e.getMessage(), e);
    }
  }

  private static void say(ChatClient person, String said) {
    if (said.startsWith(BYTES)) {
      person.send(HexFormat.of().parseHex(said.substring(BYTES.length())));
    } else {
      person.send(said.replace("\\n", "\n"));
    }
  }

  private void leave(String who) {
    person(who).close();
    people.remove(who);
  }

  private void http(String[] words, String line) throws IOException, InterruptedException {
    switch (words[0]) {
      case "get" -> answer = send(request(words[1]).GET());
      case "post" -> {
        String[] parts = filled(words[1]).split(" ", 3);
        HttpRequest.Builder request = request(parts[0]).header("Content-Type", "application/json");
        if (parts[1].startsWith(BEARER)) {
          request.header("Authorization", "Bearer " + parts[1].substring(BEARER.length()));
        } else {
          request.header("Idempotency-Key", parts[1].replace("key=", ""));
        }
        String body = parts.length > 2 ? parts[2] : "";
        answer = send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
      }
      default -> {
        HttpResponse<String> got = Objects.requireNonNull(answer, line);
        assertThat(got.statusCode()).as(line).isEqualTo(Integer.parseInt(words[0]));
        assertThat(fits(JSON.readTree(words[1]), got.body())).as(line + "\n" + got.body()).isTrue();
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.resolve(filled(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, JsonNode> value : known.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue().asText());
    }
    return filled;
  }

  private boolean fits(JsonNode pattern, String message) {
    try {
      return Pattern.matches(pattern, JSON.readTree(message), known);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private ChatClient person(String who) {
    return Objects.requireNonNull(people.get(who), who + " is not connected");
  }

  /** Presence may come at any time; everything else must stand in the document. */
  private static void nothingElseCame(String who, ChatClient person) {
    assertThat(person.rest())
        .as("what %s received beside", who)
        .allMatch(message -> message.contains("\"type\":\"presence\""));
  }
}
