package io.tertulia.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Flask page over {@code websocket-client}, the same file against Tertulia and against a server
 * that is not ours. All start together, so that their ping intervals pass at the same time.
 */
class FlaskPageE2E {

  private record Site(ChatServer server, FlaskPage page) implements AutoCloseable {

    static Site of(ChatServer server) {
      return new Site(server, new FlaskPage(server));
    }

    @Override
    public void close() {
      page.close();
      server.close();
    }
  }

  private static List<Site> sites;

  @BeforeAll
  static void start() {
    sites = List.of(Site.of(new TertuliaServer()), Site.of(new EchoServer()));
  }

  @AfterAll
  static void stop() {
    sites.forEach(Site::close);
  }

  static Stream<Site> sites() {
    return sites.stream();
  }

  @ParameterizedTest
  @MethodSource("sites")
  void a_page_outlives_two_pings_says_when_it_is_cut_off_and_works_after_a_restart(Site site)
      throws Exception {
    ChatServer server = site.server();
    FlaskPage page = site.page();

    List<String> expected = new ArrayList<>(server.greeting());
    page.awaitReceived(expected);
    says(site, "hola, ¿qué tal? Ñandú, 漢字 y 🙂", expected);
    page.awaitPongs(1, 2);
    says(site, "¿sigues ahí?", expected);

    server.stop();
    page.awaitCutOff();
    assertThat(page.post("nadie oye esto")).contains("No enviado: no hay conexión con el chat");

    server.restart();
    page.awaitConnection(2);
    expected.addAll(server.farewell());
    expected.addAll(server.greeting());
    says(site, "aquí otra vez", expected);
  }

  private static void says(Site site, String text, List<String> expected)
      throws IOException, InterruptedException {
    String html = site.page().post(text);
    assertThat(html).doesNotContain("id=\"error\"");
    expected.add(site.server().answerTo(text));
    site.page().awaitReceived(expected);
  }
}
