package io.tertulia.e2e.proxy.running;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tertulia.client.Management;
import io.tertulia.e2e.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Where the nodes are: side by side on one machine, so each has ports of its own. Traefik asks all
 * of them on one port, as in containers: so each also tells on {@link #healthPort} of {@link
 * #address} whether it is ready.
 */
public final class Nodes implements AutoCloseable {
  private final List<BackEnd> all;
  private final int healthPort = FreePort.choose();
  private final List<HttpServer> relays = new ArrayList<>();

  /** One of them. */
  public record BackEnd(int port, int managementPort) {}

  private Nodes(List<BackEnd> all) {
    this.all = List.copyOf(all);
  }

  static Nodes at(List<BackEnd> all) {
    Nodes nodes = new Nodes(all);
    for (int i = 0; i < all.size(); i++) {
      nodes.relay(address(i), Management.at(all.get(i).managementPort()));
    }
    return nodes;
  }

  /** Nodes listen on every address of the machine. */
  static String address(int index) {
    return "127.0.1." + (index + 1);
  }

  List<BackEnd> all() {
    return all;
  }

  int healthPort() {
    return healthPort;
  }

  @Override
  public void close() {
    relays.forEach(relay -> relay.stop(0));
  }

  private void relay(String address, Management node) {
    try {
      HttpServer relay = HttpServer.create(new InetSocketAddress(address, healthPort), 0);
      // Not among the virtual threads of thousands of clients: Traefik waits for it only so long.
      relay.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
      relay.createContext("/q/health/ready", exchange -> answer(exchange, node));
      relay.start();
      relays.add(relay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, Management node) throws IOException {
    exchange.sendResponseHeaders(node.ready().startsWith("200 ") ? 200 : 503, -1);
    exchange.close();
  }
}
