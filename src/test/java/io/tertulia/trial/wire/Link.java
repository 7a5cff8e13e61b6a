package io.tertulia.trial.wire;

import io.tertulia.client.ClientFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One connection after its handshake. */
public final class Link {
  private static final int PONG = 0xA;

  /** So that who does not read is a burden for the server, not for the kernel. */
  private static final int WINDOW = 65_536;

  private static final int MAX_HEAD = 16_384;
  private static final int NO_CODE = 1005;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** Held while a frame is written, which may last when the server does not read. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile long heardAt = System.nanoTime();
  private volatile boolean held;

  private Link(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8_192));
    this.out = socket.getOutputStream();
  }

  /**
   * Shakes hands with a node for {@code tertulia.v1.json}.
   *
   * @param node http://host:port
   */
  public static Link open(URI node, Duration patience) throws IOException {
    return open(node, patience, null);
  }

  /**
   * @param from the client's address, null for any
   */
  public static Link open(URI node, Duration patience, @Nullable InetAddress from)
      throws IOException {
    int millis = Math.toIntExact(patience.toMillis());
    Socket socket = new Socket();
    try {
      if (from != null) {
        socket.bind(new InetSocketAddress(from, 0));
      }
      socket.setTcpNoDelay(true);
      socket.setReceiveBufferSize(WINDOW);
      socket.setSoTimeout(millis);
      int port = node.getPort() < 0 ? 80 : node.getPort();
      socket.connect(new InetSocketAddress(node.getHost(), port), millis);
      Link link = new Link(socket);
      link.shakeHands(node);
      socket.setSoTimeout(0);
      return link;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void shakeHands(URI node) throws IOException {
    String request =
        """
        GET /chat HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Protocol: tertulia.v1.json\r
        \r
        """
            .formatted(node.getAuthority());
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
      if (head.length() > MAX_HEAD) {
        throw new IOException("an endless answer to a handshake");
      }
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no upgrade: " + head.substring(0, head.indexOf("\r\n")));
    }
  }

  /** The next message; pings are answered meanwhile. One thread. */
  public byte[] read() throws IOException {
    ByteArrayOutputStream parts = null;
    while (true) {
      awaitRelease();
      int first = in.readUnsignedByte();
      byte[] payload = in.readNBytes(length());
      heardAt = System.nanoTime();
      switch (first & 0x0F) {
        case ClientFrame.CLOSE -> throw closed(payload);
        case ClientFrame.PING -> send(ClientFrame.LAST | PONG, payload);
        case PONG -> {}
        default -> {
          boolean last = (first & ClientFrame.LAST) != 0;
          if (last && parts == null) {
            return payload;
          }
          parts = parts == null ? new ByteArrayOutputStream() : parts;
          parts.writeBytes(payload);
          if (last) {
            return parts.toByteArray();
          }
        }
      }
    }
  }

  /** Waits while somebody else is writing: nothing is left out. */
  public void send(String text) throws IOException {
    send(ClientFrame.LAST | ClientFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads nothing, but for the message that is under way, until {@link #release}. */
  public void hold() {
    held = true;
  }

  public synchronized void release() {
    heardAt = System.nanoTime();
    held = false;
    notifyAll();
  }

  private synchronized void awaitRelease() throws IOException {
    try {
      while (held) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** Bytes that the server's side of this connection has given to the kernel for nothing so far. */
  public long waitingInKernel() throws IOException {
    return KernelQueue.towards(socket.getLocalPort());
  }

  /** Says goodbye; what the server still sends can be read, its Close at last. */
  public void sayGoodbye() throws IOException {
    send(ClientFrame.LAST | ClientFrame.CLOSE, new byte[] {0x03, (byte) 0xE8});
  }

  /** Ends it with a TCP reset, so that even a blocked reader or writer gets away. */
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already, which is what was wanted.
    }
    release();
  }

  /** How long nothing has come; who does not read does not notice. */
  public Duration silence() {
    return held ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - heardAt);
  }

  private void send(int first, byte[] payload) throws IOException {
    byte[] frame = ClientFrame.of(first, payload);
    writing.lock();
    try {
      out.write(frame);
    } finally {
      writing.unlock();
    }
  }

  private int length() throws IOException {
    int seven = in.readUnsignedByte() & 0x7F;
    return switch (seven) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> seven;
    };
  }

  private Closed closed(byte[] body) throws IOException {
    int code = body.length < 2 ? NO_CODE : (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
    try {
      send(ClientFrame.LAST | ClientFrame.CLOSE, body);
    } finally {
      socket.close();
    }
    return new Closed(code);
  }
}
