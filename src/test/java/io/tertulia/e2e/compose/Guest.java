package io.tertulia.e2e.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.ChatClient;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody in one room, who knows which node the proxy has chosen. */
final class Guest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChatClient client;
  private final AtomicInteger id = new AtomicInteger(1);
  private final String room;
  private final String node;

  private Guest(URI chat, String name, String room) {
    this.room = room;
    this.client = ChatClient.json(chat);
    client.send(
        "{\"type\":\"hello\",\"id\":1,\"name\":\"%s\",\"rooms\":{\"%s\":null}}"
            .formatted(name, room));
    this.node = parse(client.await(text -> text.contains("\"welcome\""))).path("node").asText();
    client.await(text -> text.contains("\"joined\""));
  }

  static Guest enters(URI chat, String name, String room) {
    return new Guest(chat, name, room);
  }

  String node() {
    return node;
  }

  /** Returns when it is stored. */
  void says(String text) {
    int next = id.incrementAndGet();
    client.send(
        "{\"type\":\"say\",\"id\":%d,\"room\":\"%s\",\"key\":\"%s-%d\",\"text\":\"%s\"}"
            .formatted(next, room, node, System.nanoTime(), text));
    String answer = client.await(word -> word.contains("\"id\":" + next + ","));
    if (!answer.contains("\"ack\"")) {
      throw new AssertionError("not stored: " + answer);
    }
  }

  /** Fails when it does not come. */
  void hears(String text) {
    client.await(word -> word.contains("\"message\"") && word.contains("\"" + text + "\""));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
