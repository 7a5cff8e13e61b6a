package io.tertulia.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyFetchTest {
  private static final String SET = "{\"keys\":[]}";

  private final KeyFetch fetch = new KeyFetch();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_set_is_fetched_as_it_is() {
    answer("/keys", 200, SET);
    assertThat(join(fetch.keys(at("/keys")))).isEqualTo(SET);
  }

  @Test
  void an_issuer_says_where_its_keys_are() {
    answer(
        "/realm/.well-known/openid-configuration",
        200,
        "{\"issuer\":\"" + at("/realm") + "\",\"jwks_uri\":\"" + at("/keys") + "\"}");
    answer("/keys", 200, SET);
    assertThat(join(discovered("/realm"))).isEqualTo(SET);
  }

  @Test
  void a_document_of_another_issuer_is_not_believed() {
    answer(
        "/realm/.well-known/openid-configuration",
        200,
        "{\"issuer\":\"https://elsewhere.example\",\"jwks_uri\":\"" + at("/keys") + "\"}");
    answer("/keys", 200, SET);
    fails(discovered("/realm"), "not of");
  }

  @Test
  void keys_of_an_issuer_behind_tls_are_fetched_behind_tls() {
    answer(
        "/realm/.well-known/openid-configuration",
        200,
        "{\"issuer\":\"https://id.example\",\"jwks_uri\":\"" + at("/keys") + "\"}");
    fails(fetch.discovered("https://id.example", at("/realm")), "nobody vouches for");
  }

  @Test
  void a_document_without_keys_or_of_no_shape_fails() {
    answer("/a/.well-known/openid-configuration", 200, "{\"issuer\":\"" + at("/a") + "\"}");
    answer("/b/.well-known/openid-configuration", 200, "<html>");
    fails(discovered("/a"), "no address");
    fails(discovered("/b"), "no JSON");
  }

  @Test
  void whatever_does_not_say_200_fails() {
    answer("/broken", 500, SET);
    fails(fetch.keys(at("/broken")), "answers 500");
    fails(fetch.keys(at("/nowhere")), "answers 404");
  }

  @Test
  void nobody_is_led_elsewhere() {
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", at("/keys").toString());
          send(exchange, 302, "");
        });
    answer("/keys", 200, SET);
    fails(fetch.keys(at("/moved")), "answers 302");
  }

  @Test
  void ten_megabytes_are_not_read() {
    answer("/large", 200, " ".repeat(10 << 20));
    assertThatThrownBy(() -> join(fetch.keys(at("/large"))))
        .hasStackTraceContaining("exceeds capacity");
  }

  @Test
  void what_stalls_in_the_middle_is_not_waited_for() {
    CountDownLatch given = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(SET.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            given.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    CompletionStage<String> answer = new KeyFetch(Duration.ofMillis(300)).keys(at("/slow"));
    try {
      assertThat(answer.toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
    } finally {
      given.countDown();
    }
  }

  @Test
  void nobody_there_fails() {
    URI gone = at("/keys");
    server.stop(0);
    assertThatThrownBy(() -> join(fetch.keys(gone))).hasRootCauseInstanceOf(IOException.class);
  }

  private CompletionStage<String> discovered(String path) {
    return fetch.discovered(at(path).toString(), at(path));
  }

  private static void fails(CompletionStage<String> answer, String why) {
    assertThatThrownBy(() -> join(answer)).hasStackTraceContaining(why);
  }

  private static String join(CompletionStage<String> answer) {
    return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void answer(String path, int status, String body) {
    server.createContext(path, exchange -> send(exchange, status, body));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
