package io.tertulia.attack.witness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.ClientFrame;
import io.tertulia.client.RawSocket;
import io.tertulia.client.ServerFrame;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One of the two. Speaks on one thread, listens on another. */
final class Person implements AutoCloseable {
  static final String ROOM = "witness";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  private final String name;
  private final RawSocket socket;
  private final Ears ears;
  private final CountDownLatch joined = new CountDownLatch(1);

  /** What a person tells; on its listening thread. */
  interface Ears {
    void heard(Person who, String key);

    void acked(Person who, long id);

    void wrong(Person who, String what);
  }

  Person(String name, URI node, Ears ears) {
    this.name = name;
    this.ears = ears;
    this.socket =
        RawSocket.open(node, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json").patientFor(0);
    Thread.ofPlatform().name("witness-" + name).daemon().start(this::listen);
    send("{\"type\":\"hello\",\"id\":1,\"name\":\"%s\",\"rooms\":{\"%s\":null}}", name, ROOM);
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
        id, ROOM, name, id);
  }

  private void send(String command, Object... words) {
    send(ClientFrame.text(command.formatted(words)));
  }

  private synchronized void send(byte[] frame) {
    socket.send(frame);
  }

  private void listen() {
    try {
      while (true) {
        ServerFrame frame = socket.frame();
        if (frame.first() == PING) {
          send(ClientFrame.of(PONG, frame.payload()));
        } else if (frame.isClose()) {
          ears.wrong(this, "closed " + frame.closeCode());
          return;
        } else {
          take(JSON.readTree(frame.payload()));
        }
      }
    } catch (UncheckedIOException e) {
      ears.wrong(this, "cut: " + e.getMessage());
    } catch (JsonProcessingException e) {
      ears.wrong(this, "got no JSON: " + e.getMessage());
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
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
    socket.close();
  }
}
