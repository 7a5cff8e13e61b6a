package io.tertulia.e2e.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Chromium, started once; every visitor gets a profile of its own. */
final class Browsers implements AutoCloseable {

  private static final Path CHROMIUM =
      Path.of(Objects.requireNonNullElse(System.getenv("TERTULIA_CHROMIUM"), "/usr/bin/chromium"));

  /** No sandbox: build machines run as root. The rest keeps the browser from calling home. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Browsers(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Browsers start() {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new AssertionError(
          "There is no " + CHROMIUM + ": install Debian's chromium, or set TERTULIA_CHROMIUM");
    }
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    LaunchOptions options =
        new LaunchOptions().setExecutablePath(CHROMIUM).setArgs(ARGUMENTS).setTimeout(60_000);
    return new Browsers(playwright, playwright.chromium().launch(options));
  }

  /** A browser profile of its own: nothing remembered, the given language. */
  BrowserContext profile(String language) {
    return profile(new Browser.NewContextOptions().setLocale(language).setViewportSize(1200, 800));
  }

  BrowserContext profile(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(30_000);
    return context;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
