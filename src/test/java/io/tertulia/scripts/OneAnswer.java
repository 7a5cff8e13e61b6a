package io.tertulia.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program that holds a port and says the same to whoever asks; who says nothing is let go. */
final class OneAnswer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  OneAnswer(String answer) throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(answer));
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The first line of each request. */
  List<String> asked() {
    return asked;
  }

  private void serve(String answer) {
    try {
      while (true) {
        try (var connection = socket.accept()) {
          var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
          String line = in.readLine();
          if (line != null) {
            asked.add(line);
            connection.getOutputStream().write(answer.getBytes(UTF_8));
          }
        } catch (SocketException e) {
          if (socket.isClosed()) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
