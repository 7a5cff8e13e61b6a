package io.tertulia.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tertulia.e2e.PackagedNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People correct themselves, take things back and nod, by mouse and by keyboard. */
class PageMessagesE2E {
  private static final String MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>";

  private static PackagedNode node;
  private static Browsers browsers;

  private Visitor ana;
  private Visitor tom;

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
  void no_visitor_saw_an_error() {
    assertThat(ana.complaints()).as("console of the browser").isEmpty();
    assertThat(tom.complaints()).as("console of the browser").isEmpty();
    ana.page.context().close();
    tom.page.context().close();
  }

  private void enter(String room) {
    ana = Visitor.in(browsers.profile("es-ES")).enters(node.port(), room, "Ana");
    tom = Visitor.in(browsers.profile("en-GB")).enters(node.port(), room, "<i>Tom</i>");
  }

  @Test
  void a_slip_is_corrected_a_message_taken_back_and_another_nodded_at() {
    enter("taller");
    ana.says("Nos vemos a las ohco");
    tom.says("I will bring the cake");
    ana.says("Esto no iba aquí");
    tom.awaitTexts(List.of("Nos vemos a las ohco", "I will bring the cake", "Esto no iba aquí"));

    open(ana, 0);
    ana.page.getByText("Editar").click();
    ana.page.locator(".edit textarea").fill("Nos vemos a las ocho " + MARKUP);
    ana.page.getByText("Guardar").click();
    tom.await(() -> tom.texts().getFirst().endsWith(MARKUP), "Tom sees the edit as text");
    assertThat(tom.text(".edited")).isEqualTo("edited");
    ana.awaitText(".edited", "editado");

    open(ana, 2);
    ana.page.getByText("Borrar", exactly()).click();
    ana.page.getByText("¿Borrar del todo?").click();
    tom.await(() -> tom.texts().getLast().equals("This message was deleted."), "Tom sees it go");
    assertThat(tom.page.content()).doesNotContain("Esto no iba aquí");

    open(ana, 1);
    ana.page.locator(".choices button").getByText("🎉").click();
    tom.awaitText(".reaction", "🎉 1");
    tom.page.locator(".reaction").click();
    ana.awaitText(".reaction", "🎉 2");
    assertThat(ana.page.locator(".reaction").getAttribute("aria-pressed")).isEqualTo("true");
    open(ana, 1);
    screenshot(ana, "messages.png");
    ana.page.locator(".reaction").click();
    tom.awaitText(".reaction", "🎉 1");

    Visitor late = Visitor.in(browsers.profile("en-GB")).enters(node.port(), "taller", "Late");
    late.await(() -> late.texts().size() == 3, "the newcomer sees three");
    assertThat(late.texts().getFirst()).endsWith(MARKUP);
    assertThat(late.texts().getLast()).isEqualTo("This message was deleted.");
    assertThat(late.text(".reaction")).isEqualTo("🎉 1");
    late.page.context().close();
  }

  @Test
  void all_of_it_can_be_done_by_the_keyboard() {
    enter("teclado");
    ana.says("uno");
    tom.awaitTexts(List.of("uno"));
    ana.page.locator("summary").first().focus();
    press("Enter");
    ana.page.locator(".choices button").first().waitFor();
    press("Tab", "Enter");
    tom.awaitText(".reaction", "👍 1");
    assertThat(ana.page.evaluate("document.activeElement.tagName")).isEqualTo("SUMMARY");

    press("Enter");
    ana.page.getByText("Editar").focus();
    press("Enter");
    ana.page.locator(".edit textarea").fill("dos");
    press("Enter");
    tom.awaitTexts(List.of("dos"));
    ana.await(() -> ana.count(".edit") == 0, "the form is gone when it is stored");

    ana.page.locator("summary").first().focus();
    press("Enter", "Escape");
    assertThat(ana.count(".menu[open]")).isZero();
    press("Enter");
    ana.page.getByText("Borrar", exactly()).focus();
    press("Enter", "Enter");
    tom.awaitTexts(List.of("This message was deleted."));
    assertThat(tom.count(".reaction")).isZero();
    assertThat(ana.count(".menu")).isZero();
  }

  @Test
  void what_is_not_mine_has_no_edit_and_no_delete() {
    enter("ajeno");
    ana.says("mío");
    tom.awaitTexts(List.of("mío"));
    open(tom, 0);
    assertThat(tom.page.locator(".choices button").allTextContents())
        .containsExactly("👍", "❤️", "😂", "🎉", "😮", "🙏");
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private void press(String... keys) {
    for (String key : keys) {
      ana.page.keyboard().press(key);
    }
  }

  /** The menu of a message; those that are gone have none. */
  private static void open(Visitor who, int row) {
    Locator message = who.page.locator("#list .row").nth(row);
    message.hover();
    message.locator("summary").click();
    message.locator(".choices button").first().waitFor();
  }

  private static void screenshot(Visitor visitor, String file) {
    visitor.page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", file)));
  }
}
