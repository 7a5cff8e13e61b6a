package io.tertulia.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.proxy.running.Nodes.BackEnd;
import io.tertulia.e2e.proxy.running.Proxies;
import io.tertulia.e2e.proxy.running.Proxy;
import io.tertulia.e2e.proxy.running.RunningProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A response that comes in pieces is handed on piece by piece, as Server-Sent Events want it. The
 * nodes here are stand-ins, which send a piece when they are told to.
 */
class ProxyStreamE2E {
  private static final Semaphore PIECES = new Semaphore(0);
  private static final List<HttpServer> NODES = new ArrayList<>();
  private static Proxies proxies;

  @BeforeAll
  static void start() throws IOException {
    for (int i = 0; i < 3; i++) {
      // At every address, as nodes do: Traefik knows each by another one.
      HttpServer node = HttpServer.create(new InetSocketAddress(FreePort.choose()), 0);
      node.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      node.createContext("/q/health/ready", ProxyStreamE2E::ready);
      node.createContext("/rooms/", ProxyStreamE2E::stream);
      node.start();
      NODES.add(node);
    }
    proxies =
        Proxies.before(
            NODES.stream()
                .map(node -> node.getAddress().getPort())
                .map(port -> new BackEnd(port, port))
                .toList());
  }

  @AfterAll
  static void stop() {
    proxies.close();
    NODES.forEach(node -> node.stop(0));
  }

  @ParameterizedTest
  @EnumSource
  void an_event_is_handed_on_while_the_next_one_is_not_there_yet(Proxy kind) throws Exception {
    RunningProxy proxy = proxies.get(kind);
    PIECES.drainPermits();
    PIECES.release();
    try (BufferedReader events = events(proxy, proxy.plain())) {
      assertThat(next(events)).isEqualTo("data: 1");
      PIECES.release();
      assertThat(next(events)).isEqualTo("data: 2");
    }
  }

  private static BufferedReader events(RunningProxy proxy, URI base) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/rooms/pieces/events"))
            .header("Accept", "text/event-stream")
            .build();
    InputStream body =
        proxy
            .browser()
            .sendAsync(request, BodyHandlers.ofInputStream())
            .get(5, TimeUnit.SECONDS)
            .body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** A line that is not empty; fails when it is not there soon. */
  private static String next(BufferedReader events) throws Exception {
    return CompletableFuture.supplyAsync(() -> read(events)).get(5, TimeUnit.SECONDS);
  }

  private static String read(BufferedReader events) {
    try {
      String line = events.readLine();
      while (line != null && line.isEmpty()) {
        line = events.readLine();
      }
      return String.valueOf(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ready(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int piece = 1; piece <= 2; piece++) {
        if (!PIECES.tryAcquire(20, TimeUnit.SECONDS)) {
          return;
        }
        out.write(("data: " + piece + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
