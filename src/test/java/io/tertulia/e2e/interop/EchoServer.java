package io.tertulia.e2e.interop;

import io.tertulia.e2e.FreePort;
import java.util.List;

/** A plain Node {@code ws} server: no greeting, and every text comes back as it is. */
final class EchoServer implements ChatServer {

  private final int port = FreePort.choose();
  private Program program = launch();

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<String> greeting() {
    return List.of();
  }

  @Override
  public String answerTo(String text) {
    return text;
  }

  @Override
  public List<String> farewell() {
    return List.of();
  }

  @Override
  public void stop() {
    program.close();
  }

  @Override
  public void restart() {
    program = launch();
  }

  @Override
  public String toString() {
    return "a plain ws echo server";
  }

  private Program launch() {
    Program launched = Programs.node("echo-server.cjs", Integer.toString(port));
    launched.awaitScreen(List.of("listening"));
    return launched;
  }
}
