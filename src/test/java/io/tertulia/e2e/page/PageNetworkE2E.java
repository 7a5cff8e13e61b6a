package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.tcp.TcpProxy;
import io.tertulia.tcp.Way;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page does when the network or the server goes. */
class PageNetworkE2E {

  private static Browsers browsers;

  private PackagedNode node;
  private TcpProxy proxy;
  private BrowserContext profileOfAna;
  private BrowserContext profileOfLuis;

  /** Ana's network always works. */
  private Visitor ana;

  /** Luis is behind the proxy. */
  private Visitor luis;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void stop() {
    browsers.close();
  }

  @BeforeEach
  void both_are_in_the_room() {
    // Without a secret of its own a restarted node would not know its guests any more.
    node = PackagedNode.start("tertulia.security.secret=" + "a secret of this test ".repeat(2));
    proxy = new TcpProxy(node.port());
    profileOfAna = browsers.profile("en-GB");
    profileOfLuis = browsers.profile("es-ES");
    ana = Visitor.in(profileOfAna).enters(node.port(), "mesa", "Ana");
    luis = Visitor.in(profileOfLuis).enters(proxy.port(), "mesa", "Luis");
    ana.says("before");
    luis.awaitTexts(List.of("before"));
  }

  @AfterEach
  void everything_goes() {
    profileOfAna.close();
    profileOfLuis.close();
    proxy.close();
    node.close();
  }

  @Test
  void who_loses_the_network_without_a_word_comes_back_with_nothing_lost_or_doubled() {
    proxy.swallow(Way.TO_CLIENT);
    luis.says("stored, but the answer is lost");
    ana.awaitTexts(List.of("before", "stored, but the answer is lost"));
    assertThat(luis.count(".own.sent")).as("Luis knows nothing of it").isEqualTo(1);

    proxy.swallow(Way.TO_SERVER, Way.TO_CLIENT);
    List<String> missed = IntStream.rangeClosed(1, 20).mapToObj(i -> "missed " + i).toList();
    missed.forEach(ana::says);
    luis.says("said in the dark");
    luis.await(() -> !luis.sees("En línea"), "Luis' page notices the silence by itself");
    luis.page.locator("#banner").waitFor();
    assertThat(luis.text("#banner")).contains("Reconectando");

    proxy.heal();
    luis.awaitState("online");
    List<String> all = new ArrayList<>(List.of("before", "stored, but the answer is lost"));
    all.addAll(missed);
    all.add("said in the dark");
    luis.awaitTexts(all);
    ana.awaitTexts(all);
    luis.await(() -> luis.count(".own.acknowledged") == 2, "both of Luis' are acknowledged");
    assertThat(luis.count(".notice")).as("nothing was lost").isZero();
    ana.awaitText("#people", "2 people");
  }

  @Test
  void a_node_that_restarts_with_nothing_is_found_again_and_what_is_lost_is_told()
      throws Exception {
    luis.says("mine");
    postFromOutside("nobody says it again");
    List<String> before = List.of("before", "mine", "nobody says it again");
    ana.awaitTexts(before);
    luis.awaitTexts(before);

    node.restart();

    ana.awaitState("online");
    luis.awaitState("online");
    ana.await(() -> ana.texts().size() == 2, "the people's own words are said again");
    ana.says("after");
    luis.await(() -> luis.texts().size() == 3, "they talk again");
    assertThat(luis.texts()).containsExactlyInAnyOrder("before", "mine", "after").endsWith("after");
    ana.awaitTexts(luis.texts());
    ana.awaitText(".notice", "One message could not be recovered.");
    luis.awaitText(".notice", "Un mensaje no se pudo recuperar.");
    ana.await(() -> ana.count(".own.acknowledged") == 2, "both of Ana's are acknowledged");
  }

  private void postFromOutside(String text) throws Exception {
    URI messages = URI.create("http://127.0.0.1:" + node.port() + "/rooms/mesa/messages");
    HttpRequest post =
        HttpRequest.newBuilder(messages)
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", "outside")
            .POST(BodyPublishers.ofString(text))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
  }
}
