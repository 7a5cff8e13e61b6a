package io.tertulia.e2e.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A person at the page: what they do, what they see, and what the browser complains about. */
final class Visitor {

  private static final int PATIENCE = 40_000;

  final Page page;

  /** Errors and warnings of the console (violations of the content policy are among them). */
  private final List<String> complaints = new ArrayList<>();

  private final List<String> sent = new ArrayList<>();

  private Visitor(Page page) {
    this.page = page;
    page.onConsoleMessage(
        message -> {
          if (!message.type().equals("log")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onWebSocket(socket -> socket.onFrameSent(frame -> sent.add(frame.text())));
  }

  static Visitor in(BrowserContext context) {
    return new Visitor(context.newPage());
  }

  /** At the door of a node, before anything is chosen. */
  Visitor visits(int port, String room) {
    page.navigate("http://127.0.0.1:" + port + "/#" + room);
    page.locator("#entry").waitFor();
    return this;
  }

  Visitor enters(int port, String room, String name) {
    visits(port, room);
    page.fill("#name", name);
    page.keyboard().press("Enter");
    awaitState("online");
    return this;
  }

  void says(String text) {
    page.fill("#text", text);
    page.keyboard().press("Enter");
  }

  /** The texts of the conversation, from the first to the last. */
  List<String> texts() {
    return page.locator("#list .text").allTextContents();
  }

  int count(String selector) {
    return page.locator(selector).count();
  }

  String text(String selector) {
    return page.locator(selector).textContent();
  }

  boolean sees(String text) {
    return page.getByText(text).first().isVisible();
  }

  String focused() {
    return (String) page.evaluate("document.activeElement.id");
  }

  List<String> sent() {
    return List.copyOf(sent);
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  void awaitState(String state) {
    page.locator("#salon[data-state=" + state + "]")
        .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
  }

  void awaitTexts(List<String> expected) {
    await(
        () -> texts().equals(expected), () -> "Expected " + expected + " but shown is " + texts());
  }

  void awaitText(String selector, String expected) {
    await(
        () -> text(selector).equals(expected),
        () -> "Expected " + expected + " in " + selector + " but it shows " + text(selector));
  }

  void await(BooleanSupplier condition, String failure) {
    await(condition, () -> failure);
  }

  private void await(BooleanSupplier condition, Supplier<String> failure) {
    try {
      page.waitForCondition(condition, new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    } catch (TimeoutError e) {
      throw new AssertionError(failure.get(), e);
    }
  }
}
