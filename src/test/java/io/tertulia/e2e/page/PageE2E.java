package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.tertulia.e2e.PackagedNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do at the page while everything works. */
class PageE2E {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String SPANISH = "es-ES";
  private static final String ENGLISH = "en-GB";

  private static PackagedNode node;
  private static Browsers browsers;

  private final List<BrowserContext> profiles = new ArrayList<>();
  private final List<Visitor> visitors = new ArrayList<>();

  @BeforeAll
  static void start() {
    node = PackagedNode.start();
    browsers = Browsers.start();
  }

  @AfterAll
  static void stop() {
    browsers.close();
    node.close();
  }

  @AfterEach
  void no_visitor_saw_an_error_and_the_profiles_go() {
    List<String> complaints = visitors.stream().flatMap(v -> v.complaints().stream()).toList();
    profiles.forEach(BrowserContext::close);
    assertThat(complaints).as("console of the browser").isEmpty();
  }

  @Test
  void two_people_chat_each_in_their_own_language() {
    Visitor ana = visitor(SPANISH).enters(node.port(), "mesa", "Ana");
    Visitor tom = visitor(ENGLISH).enters(node.port(), "mesa", "Tom");
    ana.awaitText("#people", "2 personas");
    tom.awaitText("#people", "2 people");

    ana.says("¿Está libre la mesa de la ventana?");
    tom.awaitTexts(List.of("¿Está libre la mesa de la ventana?"));
    tom.says("At eight it is: https://example.org/mesa?hora=20.");
    ana.page.locator("#text").pressSequentially("¡Perf");
    tom.awaitText("#typing", "Ana is typing…");
    ana.says("¡Perfecto!\nLlevo la tarta.");

    List<String> conversation =
        List.of(
            "¿Está libre la mesa de la ventana?",
            "At eight it is: https://example.org/mesa?hora=20.",
            "¡Perfecto!\nLlevo la tarta.");
    tom.awaitTexts(conversation);
    ana.awaitTexts(conversation);
    ana.await(() -> ana.count(".own.acknowledged") == 2, "both of Ana's are acknowledged");
    tom.awaitText("#typing", "");
    assertThat(tom.page.locator("#list a").getAttribute("href"))
        .isEqualTo("https://example.org/mesa?hora=20");
    screenshot(tom, "page.png");
  }

  @Test
  void who_comes_later_sees_what_was_said_and_can_scroll_back() {
    Visitor early = visitor(ENGLISH).enters(node.port(), "history", "Early");
    for (int i = 1; i <= 70; i++) {
      early.says("line " + i);
    }
    early.await(() -> early.count(".own.acknowledged") == 70, "all are acknowledged");

    Visitor late = visitor(ENGLISH).enters(node.port(), "history", "Late");
    late.await(() -> late.texts().size() == 50, "the newest page");
    late.page.locator("#log").evaluate("log => log.scrollTop = 0");
    late.await(() -> late.texts().size() == 70, "the older page");

    assertThat(late.texts()).isEqualTo(early.texts());
    assertThat(late.sees("This is where the conversation begins.")).isTrue();
  }

  @Test
  void a_shared_link_leads_into_its_room_and_a_reload_goes_straight_back() {
    Visitor ana = visitor(ENGLISH).visits(node.port(), "linked");
    assertThat(ana.page.inputValue("#room")).isEqualTo("linked");
    ana.enters(node.port(), "linked", "Ana");
    ana.says("I stay");
    ana.await(() -> ana.count(".own.acknowledged") == 1, "it is acknowledged");

    ana.page.reload();
    ana.awaitState("online");
    ana.awaitTexts(List.of("I stay"));
    assertThat(ana.count(".own")).as("it is still mine").isEqualTo(1);
  }

  @Test
  void the_tabs_of_one_browser_are_one_member() {
    BrowserContext profile = profile(ENGLISH);
    Visitor first = visitor(profile).enters(node.port(), "tabs", "Ana");
    Visitor second = visitor(profile).enters(node.port(), "tabs", "Ana");

    first.says("from the first");
    second.awaitTexts(List.of("from the first"));
    assertThat(second.count(".own")).isEqualTo(1);
    second.says("from the second");
    first.awaitTexts(List.of("from the first", "from the second"));
    assertThat(first.count(".own")).isEqualTo(2);
    second.awaitText("#people", "1 person");
  }

  @Test
  void markup_in_names_and_messages_is_text() {
    String name = "<img src=x onerror=pwned()>";
    String text = "<script>pwned()</script><b onclick=pwned()>x</b> javascript:pwned()";
    Visitor mallory = visitor(ENGLISH).enters(node.port(), "markup", name);
    Visitor victim = visitor(ENGLISH).enters(node.port(), "markup", "Victim");
    mallory.says(text);

    victim.awaitTexts(List.of(text));
    victim.await(() -> victim.count("#member-list li") == 2, "both are listed");
    assertThat(victim.text("#list .name")).isEqualTo(name);
    assertThat(victim.page.locator("#member-list").textContent()).contains(name);
    assertThat(victim.count("#salon img")).as("only the logo").isEqualTo(1);
    assertThat(victim.count("#list script, #list b, #list a")).isZero();
  }

  @Test
  void everything_can_be_done_with_the_keyboard() {
    Visitor eva = visitor(ENGLISH).visits(node.port(), "keyboard");
    eva.await(() -> eva.focused().equals("name"), "the name has the focus");
    press(eva, "E", "v", "a", "Tab");
    assertThat(eva.focused()).isEqualTo("room");
    press(eva, "Enter");
    eva.awaitState("online");
    assertThat(eva.focused()).isEqualTo("text");

    press(eva, "u", "n", "o", "Shift+Enter", "d", "o", "s", "Enter");
    eva.awaitTexts(List.of("uno\ndos"));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      press(eva, "Shift+Tab");
      assertThat(eva.page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
          .as("the focus can be seen on " + eva.focused())
          .isEqualTo("solid");
      order.add(eva.focused());
    }
    assertThat(order)
        .as("the menu of the message first")
        .containsExactly("", "log", "leave", "people");
    press(eva, "Escape");
    assertThat(eva.focused()).isEqualTo("text");
    press(eva, "t", "r", "e", "s", "Tab", "Space");
    eva.awaitTexts(List.of("uno\ndos", "tres"));
  }

  @Test
  void it_fits_a_phone() {
    NewContextOptions phone =
        new NewContextOptions()
            .setLocale(SPANISH)
            .setViewportSize(360, 740)
            .setDeviceScaleFactor(2)
            .setHasTouch(true);
    String word = "largo".repeat(60);
    Visitor talker = visitor(ENGLISH).enters(node.port(), "phone", "Con".repeat(20));
    talker.says(word);
    Visitor eva = visitor(profile(phone)).visits(node.port(), "phone");
    assertThat(width(eva)).as("the door").isLessThanOrEqualTo(360);

    eva.enters(node.port(), "phone", "Eva");
    eva.says("Aquí estoy, " + word);
    eva.await(() -> eva.count(".own.acknowledged") == 1, "it is acknowledged");
    eva.says("Ya os leo desde el autobús.");
    talker.says("Hola, Eva.");
    eva.await(() -> eva.texts().size() == 4, "everything is there");
    assertThat(width(eva)).as("the conversation").isLessThanOrEqualTo(360);
    screenshot(eva, "phone.png");

    eva.page.locator("#people").tap();
    eva.page.locator("#members").waitFor();
    assertThat(width(eva)).as("the people").isLessThanOrEqualTo(360);
    assertThat(eva.page.locator("#send").boundingBox().height).isGreaterThanOrEqualTo(40);
  }

  @Test
  void a_hidden_tab_sends_nothing_of_its_own() {
    Visitor eva = visitor(ENGLISH);
    eva.page.clock().install();
    eva.enters(node.port(), "hidden", "Eva");
    Visitor ana = visitor(ENGLISH).enters(node.port(), "hidden", "Ana");
    hide(eva, true);
    int before = eva.sent().size();
    eva.page.locator("#text").fill("half a sentence");
    eva.page.clock().runFor(600_000);
    ana.says("psst");
    eva.await(() -> eva.page.title().equals("(1) #hidden · Tertulia"), "the title tells of it");

    // No timer runs any more: what is sent now is sent because the tab is looked at.
    eva.page.clock().pauseAt(((Number) eva.page.evaluate("Date.now()")).longValue() + 1_000);
    assertThat(eva.sent()).as("while hidden").hasSize(before);
    hide(eva, false);
    eva.await(() -> eva.sent().size() > before, "it checks when it is looked at");
    assertThat(eva.sent().getLast()).contains("\"ping\"");
  }

  @Test
  void a_tab_that_is_looked_at_pings_after_a_quiet_while() {
    Visitor eva = visitor(ENGLISH);
    eva.page.clock().install();
    eva.enters(node.port(), "quiet", "Eva");
    int before = eva.sent().size();
    eva.page.clock().runFor(22_000);
    eva.await(() -> eva.sent().size() > before, "it pings");
    assertThat(eva.sent().getLast()).contains("\"ping\"");
  }

  private Visitor visitor(String language) {
    return visitor(profile(language));
  }

  private Visitor visitor(BrowserContext profile) {
    Visitor visitor = Visitor.in(profile);
    visitors.add(visitor);
    return visitor;
  }

  private BrowserContext profile(String language) {
    return profile(new NewContextOptions().setLocale(language).setViewportSize(1200, 800));
  }

  private BrowserContext profile(NewContextOptions options) {
    BrowserContext profile = browsers.profile(options);
    profiles.add(profile);
    return profile;
  }

  private static void press(Visitor visitor, String... keys) {
    for (String key : keys) {
      visitor.page.keyboard().press(key);
    }
  }

  private static void hide(Visitor visitor, boolean hidden) {
    visitor.page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });"
            + " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden);
  }

  private static int width(Visitor visitor) {
    return (Integer)
        visitor.page.evaluate(
            "Math.max(...['html', '#log', '#members']"
                + ".map(part => document.querySelector(part).scrollWidth))");
  }

  private static void screenshot(Visitor visitor, String file) {
    visitor.page.screenshot(
        new ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(file))
            .setAnimations(ScreenshotAnimations.DISABLED));
  }
}
