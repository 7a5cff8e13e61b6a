package io.tertulia.e2e.interop;

import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** The Flask site, seen by the person who fills in its form. */
final class FlaskPage implements AutoCloseable {

  private static final Pattern RECEIVED = Pattern.compile("<li>(.*?)</li>");
  private static final Pattern PONGS = Pattern.compile(" id=\"pongs\">(\\d+)<");

  private final int port = FreePort.choose();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Program site;

  FlaskPage(ChatServer server) {
    site =
        Programs.python(
            Map.of(
                "CHAT_ADDRESS",
                "ws://localhost:" + server.port(),
                "PAGE_PORT",
                Integer.toString(port)),
            "flask_page.py");
    awaitPage(Duration.ofSeconds(30), html -> shows(html, "state", "conectado"));
  }

  /** Fills in the form and sends it; answers the page that comes back. */
  String post(String text) throws IOException, InterruptedException {
    String form = "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return ask(
        request()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  void awaitReceived(List<String> expected) {
    awaitPage(Duration.ofSeconds(20), html -> received(html).equals(expected));
  }

  /**
   * Waits until the connection of that number has seen at least that many of its pings answered.
   */
  void awaitPongs(int connection, int pongs) {
    // A ping is sent every 20 s.
    awaitPage(
        Duration.ofSeconds(20L * pongs + 15),
        html -> shows(html, "connection", connection) && pongs(html) >= pongs);
  }

  void awaitConnection(int connection) {
    awaitPage(
        Duration.ofSeconds(30),
        html -> shows(html, "state", "conectado") && shows(html, "connection", connection));
  }

  void awaitCutOff() {
    awaitPage(Duration.ofSeconds(20), html -> shows(html, "state", "sin conexión"));
  }

  @Override
  public void close() {
    site.close();
  }

  private void awaitPage(Duration within, Predicate<String> condition) {
    AtomicReference<String> last = new AtomicReference<>("nothing");
    try {
      await()
          .atMost(within)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                last.set(ask(request()));
                return condition.test(last.get());
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "The page shows " + last + "\nand the site printed:\n" + site.errors(), e);
    }
  }

  private static boolean shows(String html, String place, Object text) {
    return html.contains(" id=\"" + place + "\">" + text + "<");
  }

  private static int pongs(String html) {
    return PONGS
        .matcher(html)
        .results()
        .mapToInt(count -> Integer.parseInt(count.group(1)))
        .findFirst()
        .orElse(0);
  }

  private static List<String> received(String html) {
    return RECEIVED.matcher(html).results().map(line -> line.group(1)).toList();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
        .timeout(Duration.ofSeconds(10));
  }

  private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }
}
