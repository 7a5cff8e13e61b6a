package io.tertulia.e2e.interop;

import io.tertulia.e2e.PackagedNode;
import java.util.List;

final class TertuliaServer implements ChatServer {

  private final PackagedNode node = PackagedNode.start();

  @Override
  public int port() {
    return node.port();
  }

  @Override
  public List<String> greeting() {
    return List.of("Bienvenido al chat WebSocket!");
  }

  @Override
  public String answerTo(String text) {
    return "Servidor recibió: " + text;
  }

  @Override
  public List<String> farewell() {
    return List.of("! goaway: this node is going away (restart); connect again.");
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public void restart() {
    node.restart();
  }

  @Override
  public String toString() {
    return "tertulia";
  }
}
