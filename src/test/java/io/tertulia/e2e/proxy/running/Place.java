package io.tertulia.e2e.proxy.running;

import static java.util.stream.Collectors.joining;

import io.tertulia.e2e.FreePort;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a proxy, its certificate and its nodes are here. Its files name other ports and another
 * folder; nothing else of them is changed.
 *
 * @param folder of its files and of all that it writes
 * @param port for http and ws
 * @param tlsPort for https and wss
 */
record Place(Path folder, int port, int tlsPort, Nodes nodes) {
  private static final String CERTIFICATES = "/etc/tertulia/tls";

  static Place in(Path folder, Nodes nodes) {
    return new Place(folder, FreePort.choose(), FreePort.choose(), nodes);
  }

  /** Of files that name the nodes of a local cluster. */
  Map<String, String> moves() {
    Map<String, String> moves = new HashMap<>();
    moves.put("8080", "" + port);
    moves.put("8443", "" + tlsPort);
    moves.put("2019", "" + FreePort.choose());
    moves.put(CERTIFICATES, folder.toString());
    for (int i = 0; i < nodes.all().size(); i++) {
      moves.put("808" + (i + 1), "" + nodes.all().get(i).port());
      moves.put("908" + (i + 1), "" + nodes.all().get(i).managementPort());
    }
    return moves;
  }

  /** Of files that name nodes in containers, each with an address of its own. */
  Map<String, String> traefikMoves() {
    Map<String, String> moves = new HashMap<>();
    moves.put("\":8080\"", "\"127.0.0.1:" + port + "\"");
    moves.put("\":8443\"", "\"127.0.0.1:" + tlsPort + "\"");
    moves.put("127.0.0.1:8082", "127.0.0.1:" + FreePort.choose());
    moves.put("/etc/traefik/dynamic", folder.resolve("dynamic").toString());
    moves.put("/certificates/fullchain.pem", folder.resolve("chat.crt").toString());
    moves.put("/certificates/privkey.pem", folder.resolve("chat.key").toString());
    moves.put("port: 9000", "port: " + nodes.healthPort());
    for (int i = 0; i < nodes.all().size(); i++) {
      String address = Nodes.address(i) + ":" + nodes.all().get(i).port();
      moves.put("node-" + (i + 1) + ":8080", address);
    }
    return moves;
  }

  /** A file with everything moved at once, so that nothing is moved twice. */
  static String moved(String text, Map<String, String> moves) {
    String any =
        moves.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(joining("|", "(?<!\\d)(", ")(?!\\d)"));
    return Pattern.compile(any).matcher(text).replaceAll(found -> moves.get(found.group()));
  }
}
