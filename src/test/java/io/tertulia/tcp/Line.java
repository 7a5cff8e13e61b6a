package io.tertulia.tcp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of a client and its counterpart to the server. Any thread. */
final class Line {
  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;
  private final String mark;
  private final Pipe toServer;
  private final Pipe toClient;

  private volatile boolean marked;

  /** The end of what the client said so far; by the thread that reads from it. */
  private String before = "";

  Line(TcpProxy proxy, Socket client, Socket server, String mark) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    this.mark = mark;
    this.toServer = new Pipe(proxy, this, client, server);
    this.toClient = new Pipe(proxy, this, server, client);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  void start() {
    toServer.start(mark.isEmpty() ? bytes -> {} : this::look);
    toClient.start(bytes -> {});
  }

  boolean isMarked() {
    return marked;
  }

  void hold() {
    toClient.hold();
  }

  void release() {
    toClient.release();
  }

  void swallow(Way way) {
    switch (way) {
      case TO_SERVER -> toServer.swallow();
      case TO_CLIENT -> toClient.swallow();
    }
  }

  void abandon() {
    toClient.swallow();
    close(server);
  }

  void end() {
    leave();
    close(client);
    close(server);
  }

  void cut() {
    leave();
    reset(client);
    reset(server);
  }

  private void leave() {
    proxy.ended(this);
    release();
  }

  /** A line is marked from the first time on that its client says the word. */
  private void look(byte[] bytes) {
    if (!marked) {
      String text = before + new String(bytes, StandardCharsets.ISO_8859_1);
      marked = text.toUpperCase(Locale.ROOT).contains(mark);
      before = text.substring(Math.max(0, text.length() - mark.length()));
    }
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is being thrown away.
    }
  }
}
