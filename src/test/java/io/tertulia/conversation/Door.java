package io.tertulia.conversation;

import io.tertulia.client.ChatClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A way into the chat, as far as a conversation needs it. A new door is one more constant here. */
enum Door {
  /** {@code tertulia.v1.json}. */
  JSON {
    @Override
    Guest enter(URI node, String room) {
      ChatClient socket = ChatClient.json(address(node, "/chat"));
      socket.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"" + room + "\":null}}");
      socket.await(message -> message.contains("\"type\":\"joined\""));
      return new JsonGuest(socket, room);
    }
  },

  BARE {
    @Override
    Guest enter(URI node, String room) {
      ChatClient socket = ChatClient.bare(address(node, "/chat/" + room), null);
      socket.await("Bienvenido al chat WebSocket!"::equals);
      return new BareGuest(socket);
    }
  },

  /** POST and polling. */
  HTTP {
    @Override
    Guest enter(URI node, String room) {
      return new HttpGuest(node.resolve("/rooms/" + room + "/messages"));
    }
  };

  /** Somebody inside. */
  interface Guest extends AutoCloseable {
    void say(String text);

    /** Waits until this very text comes, as the next message of the room. */
    void hears(String text);

    @Override
    void close();
  }

  abstract Guest enter(URI node, String room);

  private static URI address(URI node, String path) {
    return URI.create("ws://" + node.getAuthority() + path);
  }

  private record JsonGuest(ChatClient socket, String room) implements Guest {
    @Override
    public void say(String text) {
      socket.send(
          "{\"type\":\"say\",\"id\":2,\"room\":\"" + room + "\",\"text\":\"" + text + "\"}");
      socket.await(message -> message.contains("\"type\":\"ack\""));
    }

    @Override
    public void hears(String text) {
      Heard.exactly(
          text,
          socket.await(message -> message.contains("\"type\":\"message\"")),
          "\"text\":\"" + text + "\"");
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private record BareGuest(ChatClient socket) implements Guest {
    @Override
    public void say(String text) {
      socket.send(text);
    }

    @Override
    public void hears(String text) {
      Heard.exactly(text, socket.next(), ": " + text);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static final class HttpGuest implements Guest {
    private final HttpRoom room;

    private HttpGuest(URI messages) {
      this.room = new HttpRoom(messages);
    }

    @Override
    public void say(String text) {
      room.post(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void hears(String text) {
      Heard.exactly(text, room.next(), "\"text\":\"" + text + "\"");
    }

    @Override
    public void close() {}
  }
}
