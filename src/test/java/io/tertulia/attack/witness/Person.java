package io.tertulia.attack.witness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.socket.Closed;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One of the two. Speaks on one thread, listens on another. */
final class Person implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String room;
  private final Link link;
  private final Ears ears;
  private final CountDownLatch joined = new CountDownLatch(1);

  /** What a person tells; on its listening thread. */
  interface Ears {
    void heard(Person who, String key);

    void acked(Person who, long id);

    void wrong(Person who, String what);
  }

  Person(String name, String room, URI node, Ears ears) {
    this.name = name;
    this.room = room;
    this.ears = ears;
    try {
      this.link = Opening.chat(node).open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().name("witness-" + name).daemon().start(this::listen);
    send("{\"type\":\"hello\",\"id\":1,\"name\":\"%s\",\"rooms\":{\"%s\":null}}", name, room);
    try {
      if (!joined.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " could not join");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String name() {
    return name;
  }

  void say(long id) {
    send(
        "{\"type\":\"say\",\"id\":%d,\"room\":\"%s\",\"key\":\"%s-%d\",\"text\":\"hola\"}",
        id, room, name, id);
  }

  private void send(String command, Object... words) {
    try {
      link.send(command.formatted(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try {
      while (true) {
        take(JSON.readTree(link.read()));
      }
    } catch (Closed e) {
      ears.wrong(this, "closed " + e.code());
    } catch (JsonProcessingException e) {
      ears.wrong(this, "got no JSON: " + e.getMessage());
    } catch (IOException e) {
      ears.wrong(this, "cut: " + e.getMessage());
    }
  }

  private void take(JsonNode event) {
    switch (event.path("type").asText()) {
      case "joined" -> joined.countDown();
      case "ack" -> ears.acked(this, event.path("id").asLong());
      case "message" -> ears.heard(this, event.path("key").asText());
      case "error", "reset", "goaway" -> ears.wrong(this, "was told " + event);
      default -> {}
    }
  }

  @Override
  public void close() {
    link.abort();
  }
}
