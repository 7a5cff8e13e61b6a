package io.tertulia.client.socket;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A TCP or TLS connection to a node that says exactly the bytes it is told: for what no WebSocket
 * library would do. Nothing waits longer than some seconds.
 */
public final class RawSocket implements AutoCloseable {
  public static final String SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

  private static final int PATIENCE = 10_000;
  private static final int BUFFER = 65_536;
  private static final int SMALL_WINDOW = 262_144;

  /** More than any answer to a handshake. In characters. */
  private static final int MAX_HEAD = 65_536;

  private final Socket socket;
  private final DataInputStream in;

  /**
   * @param buffer of what has come and is not read yet, in bytes
   */
  RawSocket(Socket socket, int buffer) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), buffer));
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
  }

  public static RawSocket connect(URI node) {
    return connectFrom("127.0.0.1", node);
  }

  /**
   * @param address of this machine, from which the connection comes
   */
  public static RawSocket connectFrom(String address, URI node) {
    return connectFrom(address, node, 0);
  }

  private static RawSocket connectFrom(String address, URI node, int window) {
    URI loopback = URI.create("http://127.0.0.1:" + node.getPort());
    Opening how = Opening.of(loopback).from(InetAddress.ofLiteral(address)).window(window);
    try {
      return new RawSocket(how.connect(), BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawSocket connectTls(URI node, SSLContext trust) {
    try {
      return new RawSocket(
          trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), node.getPort()),
          BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A socket that is open, after a good handshake; what comes next are frames. */
  public static RawSocket open(URI node, String path, String... headers) {
    return connect(node).upgrade(path, headers);
  }

  /** As {@link #open}, with a kernel that takes little of what is not read, and no deadline. */
  public static RawSocket openSlow(URI node, String path, String... headers) {
    return connectFrom("127.0.0.1", node, SMALL_WINDOW).upgrade(path, headers).patientFor(0);
  }

  /**
   * @param millis how long each read may wait from now on, 0 for ever
   */
  public RawSocket patientFor(int millis) {
    try {
      socket.setSoTimeout(millis);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawSocket upgrade(String path, String... headers) {
    send(handshake(path, headers));
    String answer = response();
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("no upgrade: " + answer);
    }
    return this;
  }

  /** The text of a good handshake, with more headers. */
  public static String handshake(String path, String... headers) {
    return handshakeWith("localhost:8080", path, headers);
  }

  static String handshakeWith(String host, String path, String... headers) {
    return request(
        "GET " + path + " HTTP/1.1",
        "Host: " + host,
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: " + SAMPLE_KEY,
        String.join("\r\n", headers));
  }

  /** Lines as a request's head; empty ones are left out. */
  public static String request(String... lines) {
    StringBuilder head = new StringBuilder();
    for (String line : lines) {
      if (!line.isEmpty()) {
        head.append(line).append("\r\n");
      }
    }
    return head.append("\r\n").toString();
  }

  public RawSocket send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All in one write, so that on a loopback all of it arrives at once. */
  public RawSocket send(byte[]... bytes) {
    try {
      socket.getOutputStream().write(bytes.length == 1 ? bytes[0] : joined(bytes));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(byte[]... bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] some : bytes) {
      all.writeBytes(some);
    }
    return all.toByteArray();
  }

  /** The status line and the headers of the next response. */
  public String response() {
    StringBuilder head = new StringBuilder();
    try {
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
        if (head.length() > MAX_HEAD) {
          throw new IOException("an endless head");
        }
      }
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + head, e);
    }
  }

  /** What follows such a head. */
  public byte[] body(String head) {
    Matcher length = LENGTH.matcher(head);
    try {
      return in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + head, e);
    }
  }

  public ServerFrame frame() {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      long length =
          switch (second & 0x7F) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second & 0x7F;
          };
      return new ServerFrame(first, second, in.readNBytes(Math.toIntExact(length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's Close, whatever came before it. */
  public ServerFrame close(int patience) {
    for (int i = 0; i < patience; i++) {
      ServerFrame frame = frame();
      if (frame.isClose()) {
        return frame;
      }
    }
    throw new AssertionError("no Close among " + patience + " frames");
  }

  /** All that comes until the server ends the connection in order; a reset fails. */
  public byte[] untilEnd() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
      return rest.toByteArray();
    } catch (EOFException e) {
      return rest.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("after " + rest.size() + " bytes", e);
    }
  }

  /** The port of this side. */
  int localPort() {
    return socket.getLocalPort();
  }

  /** Ends it with a TCP reset, so that even a blocked reader or writer gets away. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already, which is what was wanted.
    }
  }

  /** Says that nothing more comes, and goes on reading. */
  public void shutOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
