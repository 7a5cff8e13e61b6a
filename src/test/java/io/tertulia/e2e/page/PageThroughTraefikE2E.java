package io.tertulia.e2e.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page.ScreenshotOptions;
import io.tertulia.e2e.compose.ComposeCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a newcomer does with the compose file: two tabs, and a node killed while they chat. */
@Tag("alone")
class PageThroughTraefikE2E {
  @Test
  void people_chat_on_while_one_node_after_the_other_is_killed() {
    try (ComposeCluster cluster = ComposeCluster.up();
        Browsers browsers = Browsers.start();
        BrowserContext profileOfAna = browsers.profile("es-ES");
        BrowserContext profileOfLuis = browsers.profile("en-GB")) {
      Visitor ana = Visitor.in(profileOfAna).enters(cluster.http(), "mesa", "Ana");
      Visitor luis = Visitor.in(profileOfLuis).enters(cluster.http(), "mesa", "Luis");
      List<String> said = new ArrayList<>(List.of("¿Se oye?"));
      ana.says("¿Se oye?");
      luis.awaitTexts(said);
      for (int node = 1; node <= 3; node++) {
        cluster.compose("kill", "node-" + node);
        luis.says("node " + node + " is gone");
        said.add("node " + node + " is gone");
        ana.awaitTexts(said);
        luis.awaitTexts(said);
        cluster.compose("up", "-d", "--wait");
      }
      ana.awaitState("online");
      ana.page.screenshot(
          new ScreenshotOptions().setPath(Path.of("target", "screenshots", "through-traefik.png")));
    }
  }
}
