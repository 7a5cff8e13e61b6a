package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.WebSocketRoute;
import io.tertulia.app.development.DevelopmentToken;
import io.tertulia.e2e.PackagedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who somebody is at the page by a token that was given to it. */
class PageSignInE2E {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int EXPIRED = 4004;

  /** A node takes a token that ended so lately, and asks for another one at once. */
  private static final Duration ALMOST_OVER = Duration.ofSeconds(-5);

  private static PackagedNode node;
  private static Browsers browsers;

  private final List<BrowserContext> profiles = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<String> received = new ArrayList<>();

  @BeforeAll
  static void start() {
    node = PackagedNode.start("tertulia.access.development.secret=" + SECRET);
    browsers = Browsers.start();
  }

  @AfterAll
  static void stop() {
    browsers.close();
    node.close();
  }

  @AfterEach
  void the_profiles_go() {
    profiles.forEach(BrowserContext::close);
  }

  @Test
  void a_token_behind_the_address_signs_in_and_is_taken_from_there_at_once() {
    String token = token("ana", "Ana García", Duration.ofHours(1));
    Visitor ana = visitor();
    ana.page.navigate(page("/#mesa&token=" + token));
    ana.awaitState("online");
    assertThat(ana.page.url()).isEqualTo(page("/#mesa"));
    assertThat(ana.page.evaluate("history.length")).as("it cannot be gone back to").isEqualTo(2);

    Visitor guest = visitor().enters(node.port(), "mesa", "Luis");
    ana.says("hola");
    guest.awaitTexts(List.of("hola"));
    assertThat(guest.text("#list .name")).isEqualTo("Ana García");
    ana.page.reload();
    ana.awaitState("online");
    ana.await(() -> ana.count(".own") == 1, "after a reload it is the same person");
    assertThat(addresses).isNotEmpty().noneMatch(address -> address.contains(token));
    assertThat(node.log()).doesNotContain(token);
  }

  @Test
  void who_is_inside_signs_in_by_a_link_only_when_it_says_so() {
    Visitor eva = visitor().enters(node.port(), "patio", "Guest");
    String token = token("eva", "Eva", Duration.ofHours(1));
    follows(eva, token);
    eva.awaitText("#question-text", "You are Guest. Sign in as Eva (eva) instead?");
    assertThat(eva.focused()).isEqualTo("no");
    assertThat(eva.page.url()).as("it stands in the address no more").isEqualTo(page("/#patio"));
    eva.page.keyboard().press("Escape");
    eva.says("still a guest");
    eva.awaitTexts(List.of("still a guest"));
    assertThat(hellos(eva)).noneMatch(hello -> hello.contains("token"));

    follows(eva, token);
    eva.page.click("#yes");
    eva.await(() -> received.stream().anyMatch(PageSignInE2E::welcomesEva), "she is Eva now");
    assertThat(eva.page.url()).isEqualTo(page("/#patio"));
  }

  @Test
  void a_link_does_not_put_somebody_else_in_the_place_of_who_is_signed_in() {
    Visitor ana = visitor();
    ana.page.navigate(page("/#puente&token=" + token("ana", "Ana", Duration.ofHours(1))));
    ana.awaitState("online");
    ana.page.navigate(page("/?again#puente&token=" + token("eve", "Ana", Duration.ofHours(1))));
    ana.awaitText("#question-text", "You are Ana (ana). Sign in as Ana (eve) instead?");
    assertThat(ana.page.locator("#salon").isVisible()).isFalse();
    ana.page.click("#no");
    ana.awaitState("online");
    ana.says("it is me");
    ana.await(() -> ana.count(".own") == 1, "what she says is her own");
    assertThat(hellos(ana)).hasSize(2);
    assertThat(received).noneMatch(frame -> frame.contains("dev~eve"));
  }

  @Test
  void a_token_that_is_not_taken_is_told_at_the_door_where_a_guest_may_come_in() {
    Visitor eva = visitor();
    eva.page.navigate(page("/#mesa&token=a.b.c"));
    eva.awaitText("#refusal", "The server does not know you: sign in, please.");
    assertThat(eva.page.locator("#name").isVisible()).isTrue();
    eva.enters(node.port(), "mesa", "Eva");
  }

  @Test
  void the_page_around_it_gives_a_token_and_another_when_that_one_is_almost_over() {
    Visitor ana = visitor();
    String first = token("ana", "Ana", ALMOST_OVER);
    String second = token("ana", "Ana", Duration.ofHours(1));
    ana.page.route(
        page("/around"),
        route ->
            route.fulfill(
                new FulfillOptions()
                    .setContentType("text/html")
                    .setBody(
                        "<iframe src='/#frame' width=900 height=600></iframe>"
                            + "<script>const left = ['%s', '%s'];".formatted(first, second)
                            + "window.tertuliaToken = async () => left.shift();</script>")));
    ana.page.navigate(page("/around"));
    FrameLocator frame = ana.page.frameLocator("iframe");
    frame.locator("#salon[data-state=online]").waitFor();

    ana.await(() -> welcomes() == 2, "it is welcomed with the second one, too");
    assertThat(hellos(ana)).hasSize(2);
    assertThat(hellos(ana).getFirst()).contains(first);
    assertThat(hellos(ana).getLast()).contains(second).doesNotContain("rooms");
    frame.locator("#text").fill("still here");
    frame.locator("#text").press("Enter");
    frame.locator(".own.acknowledged").waitFor();
  }

  @Test
  void a_token_that_is_over_is_told_in_a_sentence() {
    Visitor ana = visitor();
    ana.page.routeWebSocket(
        Pattern.compile(".*/chat"),
        socket -> {
          WebSocketRoute server = socket.connectToServer();
          socket.onMessage(
              frame -> {
                if (frame.text().contains("last words")) {
                  socket.close(new WebSocketRoute.CloseOptions().setCode(EXPIRED));
                } else {
                  server.send(frame.text());
                }
              });
        });
    ana.page.navigate(page("/#mesa&token=" + token("ana", "Ana", Duration.ofHours(1))));
    ana.awaitState("online");
    ana.says("last words");
    ana.awaitState("stopped");
    assertThat(ana.text("#banner-text")).isEqualTo("Your sign-in is over: sign in again, please.");
    assertThat(ana.page.locator("#again").isVisible()).isTrue();
  }

  private static void follows(Visitor visitor, String token) {
    visitor.page.evaluate("token => { location.hash = '#patio&token=' + token; }", token);
  }

  private static boolean welcomesEva(String frame) {
    return frame.contains("\"welcome\"") && frame.contains("dev~eva");
  }

  private long welcomes() {
    return received.stream().filter(frame -> frame.startsWith("{\"type\":\"welcome\"")).count();
  }

  private static List<String> hellos(Visitor visitor) {
    return visitor.sent().stream().filter(frame -> frame.contains("\"hello\"")).toList();
  }

  private static String token(String user, String name, Duration life) {
    return new DevelopmentToken(user, name, false, life).sign(SECRET, Instant.now());
  }

  private static String page(String path) {
    return "http://127.0.0.1:" + node.port() + path;
  }

  private Visitor visitor() {
    BrowserContext profile = browsers.profile("en-GB");
    profiles.add(profile);
    Visitor visitor = Visitor.in(profile);
    visitor.page.onRequest(request -> addresses.add(request.url()));
    visitor.page.onWebSocket(
        socket -> {
          addresses.add(socket.url());
          socket.onFrameReceived(frame -> received.add(frame.text()));
        });
    return visitor;
  }
}
