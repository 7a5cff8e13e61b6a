package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.WebSocketRoute;
import io.tertulia.e2e.PackagedNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees while the node they are at cannot store: the node's refusals are played. */
class PageLogAwayE2E {

  private static final Pattern SAY = Pattern.compile("\"type\":\"say\".*\"id\":(\\d+)");

  private final PackagedNode node = PackagedNode.start();
  private final Browsers browsers = Browsers.start();
  private BrowserContext profileOfAna;
  private BrowserContext profileOfLuis;
  private Visitor luis;

  /** What every say is refused with, 0 while the log is there. */
  private volatile int refusal;

  @BeforeEach
  void luis_is_in_the_room() {
    profileOfLuis = browsers.profile("en-GB");
    luis = Visitor.in(profileOfLuis).enters(node.port(), "mesa", "Luis");
  }

  @AfterEach
  void everything_goes() {
    profileOfAna.close();
    profileOfLuis.close();
    browsers.close();
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "es-ES, 140, En espera, La memoria del servidor no responde",
    "en-GB, 142, On hold, The server’s memory is away",
    "en-GB, 130, On hold, Too many messages in a short time",
  })
  void what_is_said_meanwhile_waits_in_calm_and_is_stored_once_when_the_log_is_back(
      String language, int code, String state, String banner) {
    profileOfAna = browsers.profile(language);
    Visitor ana = Visitor.in(profileOfAna);
    ana.page.routeWebSocket(Pattern.compile(".*/chat"), this::betweenPageAndNode);
    ana.enters(node.port(), "mesa", "Ana");
    ana.says("before");
    luis.awaitTexts(List.of("before"));

    refusal = code;
    ana.says("first");
    ana.says("second");
    ana.awaitState("held");
    ana.awaitText("#state-text", state);
    assertThat(ana.text("#banner-text")).startsWith(banner);
    assertThat(ana.text("#news")).isEqualTo(ana.text("#banner-text"));
    assertThat(ana.count(".own.failed")).isZero();
    luis.says("Luis can still be heard");
    ana.await(() -> ana.sees("Luis can still be heard"), "what others say still comes");
    ana.page.screenshot(
        new ScreenshotOptions()
            .setPath(Path.of("target", "screenshots", "log-away-" + code + ".png")));

    refusal = 0;
    ana.awaitState("online");
    List<String> all = List.of("before", "Luis can still be heard", "first", "second");
    ana.awaitTexts(all);
    luis.awaitTexts(all);
    ana.await(() -> ana.count(".own.acknowledged") == 3, "everything is delivered");
    assertThat(ana.page.locator("#banner").isVisible()).isFalse();
  }

  private void betweenPageAndNode(WebSocketRoute page) {
    WebSocketRoute server = page.connectToServer();
    page.onMessage(
        frame -> {
          Matcher say = SAY.matcher(frame.text());
          if (refusal == 0 || !say.find()) {
            server.send(frame.text());
          } else {
            page.send(
                "{\"type\":\"error\",\"id\":%s,\"code\":%d,\"name\":\"\",\"message\":\"\",\"retryable\":true}"
                    .formatted(say.group(1), refusal));
          }
        });
  }
}
