package io.tertulia.e2e.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that can go silent: bytes are taken and never handed on, nothing is closed and no FIN
 * is sent. That is what a lost Wi-Fi looks like; a browser that is told to be offline keeps its
 * open sockets working. A line that went silent stays so, new ones work again after {@link
 * #heal()}.
 */
final class SwallowingProxy implements AutoCloseable {

  private final ServerSocket entrance;
  private final int target;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  SwallowingProxy(int target) {
    this.target = target;
    try {
      this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** From now on what the server says is lost; what it is told still arrives. */
  void swallowAnswers() {
    lines.forEach(line -> line.answersLost = true);
  }

  /** From now on nothing arrives on either side, and new connections get no word. */
  void swallowEverything() {
    silent = true;
    lines.forEach(Line::goSilent);
  }

  void heal() {
    silent = false;
  }

  @Override
  public void close() {
    closeQuietly(entrance);
    lines.forEach(Line::close);
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Line line = new Line(entrance.accept());
        lines.add(line);
        if (silent) {
          line.goSilent();
        }
      } catch (IOException e) {
        // Closed by the test, or a node that is away: who connected sees its end.
      }
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // It is being thrown away.
    }
  }

  /** One connection of the browser and its counterpart to the server; two threads copy. */
  private final class Line {

    private final Socket browser;
    private final Socket server;
    private volatile boolean questionsLost = silent;
    private volatile boolean answersLost = silent;

    Line(Socket browser) throws IOException {
      this.browser = browser;
      try {
        this.server = new Socket(InetAddress.getLoopbackAddress(), target);
      } catch (IOException e) {
        closeQuietly(browser);
        throw e;
      }
      Thread.ofVirtual().start(() -> copy(browser, server, false));
      Thread.ofVirtual().start(() -> copy(server, browser, true));
    }

    void goSilent() {
      questionsLost = true;
      answersLost = true;
    }

    void close() {
      closeQuietly(browser);
      closeQuietly(server);
    }

    private void copy(Socket source, Socket sink, boolean answers) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = source.getInputStream();
        OutputStream out = sink.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!isLost(answers)) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        // The same as an end: one side has gone.
      }
      if (!isLost(answers)) {
        close();
      }
    }

    private boolean isLost(boolean answers) {
      return answers ? answersLost : questionsLost;
    }
  }
}
