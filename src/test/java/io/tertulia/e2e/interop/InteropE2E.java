package io.tertulia.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.e2e.PackagedNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs of other people, each with its own WebSocket library, against the packaged node. */
class InteropE2E {

  private static final String GREETING = "Bienvenido al chat WebSocket!";
  private static final String TEXT = "hola, ¿qué tal? Ñandú, 漢字 y 🙂";
  private static final String ANSWER = "Servidor recibió: " + TEXT;

  private static PackagedNode node;

  @BeforeAll
  static void start() {
    node = PackagedNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void wscat_is_greeted_and_answered() {
    try (Program wscat = Programs.wscat("-c", address("/"))) {
      isGreetedAndAnswered(wscat);
    }
  }

  @Test
  void a_node_client_with_ws_is_greeted_and_answered() {
    try (Program client = Programs.node("ws-client.cjs", address(""))) {
      isGreetedAndAnswered(client);
    }
  }

  @Test
  void python_websockets_is_greeted_and_answered() {
    try (Program client = websockets(address("/"))) {
      isGreetedAndAnswered(client);
    }
  }

  @Test
  void a_client_that_prefers_english_is_greeted_and_answered_in_english() {
    try (Program wscat = Programs.wscat("-H", "Accept-Language: en", "-c", address("/chat"))) {
      wscat.awaitScreen(List.of("Welcome to the WebSocket chat!"));
      wscat.type(TEXT);
      wscat.awaitScreen(List.of("Welcome to the WebSocket chat!", "Server received: " + TEXT));
    }
  }

  @Test
  void what_one_program_says_the_others_hear_under_its_name() {
    try (Program ana = Programs.wscat("-c", address("/chat/interop?name=ana"));
        Program luis = Programs.node("ws-client.cjs", address("/chat/interop?name=luis"));
        Program eva = websockets(address("/chat/interop?name=eva"))) {
      List.of(ana, luis, eva).forEach(member -> member.awaitScreen(List.of(GREETING)));

      ana.type(TEXT);

      ana.awaitScreen(List.of(GREETING, ANSWER));
      luis.awaitScreen(List.of(GREETING, "ana: " + TEXT));
      eva.awaitScreen(List.of(GREETING, "ana: " + TEXT));
    }
  }

  private static void isGreetedAndAnswered(Program client) {
    client.awaitScreen(List.of(GREETING));
    client.type(TEXT);
    client.awaitScreen(List.of(GREETING, ANSWER));
    assertThat(client.errors()).isEmpty();
  }

  private static Program websockets(String address) {
    return Programs.python(Map.of(), "websockets_client.py", address);
  }

  private static String address(String path) {
    return "ws://localhost:" + node.port() + path;
  }
}
