package io.tertulia.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.ChatClient;
import io.tertulia.e2e.PackagedNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a node writes about people: that they came and went, never what they said. */
class LogIT {
  private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
  private static final String SECRET = "marcador-7f3a91";

  @Test
  void a_conversation_leaves_a_line_for_coming_and_one_for_going_and_no_word_of_it()
      throws IOException, InterruptedException {
    try (PackagedNode node = PackagedNode.start("quarkus.log.level=DEBUG")) {
      String session = talk(node);
      await().until(() -> node.log().contains("socket " + session + " is gone"));
      await().until(() -> node.log().lines().filter(line -> line.endsWith("is gone")).count() == 2);
      assertThat(node.log().lines().filter(line -> line.contains(session + " ")))
          .hasSize(2)
          .first()
          .asString()
          .contains("opened from 127.0.0.1");
      assertThat(node.log()).doesNotContain(SECRET);
    }
  }

  private static String talk(PackagedNode node) throws IOException, InterruptedException {
    String host = "127.0.0.1:" + node.port();
    try (ChatClient ana = ChatClient.json(URI.create("ws://" + host + "/chat"));
        ChatClient bob = ChatClient.bare(URI.create("ws://" + host + "/chat/lobby"), null)) {
      ana.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"lobby\":null}}");
      Matcher welcome = SESSION.matcher(ana.await(message -> message.contains("welcome")));
      assertThat(welcome.find()).isTrue();
      ana.await(message -> message.contains("\"type\":\"joined\""));
      ana.send("{\"type\":\"say\",\"id\":2,\"room\":\"lobby\",\"text\":\"" + SECRET + "\"}");
      ana.send("{\"type\":\"typo\",\"id\":3,\"text\":\"" + SECRET + "\"}");
      ana.send("{\"broken\":\"" + SECRET);
      ana.await(message -> message.contains("\"code\":100"));
      bob.await(line -> line.endsWith(SECRET));
      bob.send(SECRET + " \u0000");
      bob.send(SECRET);
      bob.await(line -> line.equals("Servidor recibió: " + SECRET));
      assertThat(post(host, "{\"text\":\"" + SECRET + "\"}")).isEqualTo(201);
      assertThat(post(host, "{\"text\":\"" + SECRET)).isEqualTo(400);
      return welcome.group(1);
    }
  }

  private static int post(String host, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + "/rooms/lobby/messages"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
