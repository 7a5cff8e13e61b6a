package io.tertulia.client.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection after its handshake, which sends and reads messages. One thread reads; any may
 * send, and end it politely or rudely.
 */
public final class Link {
  private static final int PONG = 0xA;
  private static final int BUFFER = 8_192;
  private static final int NO_CODE = 1005;

  /** Of {@link RawSocket#SAMPLE_KEY}, as RFC 6455 has it in its example. */
  private static final String ACCEPT =
      "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n".toLowerCase(Locale.ROOT);

  private final RawSocket socket;

  /** Held while a frame is written, which may last when the server does not read. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile long heardAt = System.nanoTime();
  private volatile boolean held;
  private volatile boolean saidGoodbye;

  private Link(RawSocket socket) {
    this.socket = socket;
  }

  static Link open(Opening how) throws IOException {
    RawSocket socket = new RawSocket(how.connect(), BUFFER);
    try {
      socket.patientFor(how.patienceMillis());
      String head = socket.send(how.handshake()).response();
      if (!head.startsWith("HTTP/1.1 101 ") || !head.toLowerCase(Locale.ROOT).contains(ACCEPT)) {
        throw new NoUpgrade(head);
      }
      socket.patientFor(0);
      return new Link(socket);
    } catch (IOException e) {
      socket.abort();
      throw e;
    } catch (UncheckedIOException e) {
      socket.abort();
      throw e.getCause();
    }
  }

  /** The bytes of the next message; pings are answered meanwhile. One thread. */
  public byte[] read() throws IOException {
    return message().payload();
  }

  /**
   * The next message, in one frame as if it had come so; pings are answered meanwhile. One thread.
   */
  public ServerFrame message() throws IOException {
    ServerFrame begun = null;
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    while (true) {
      awaitRelease();
      ServerFrame frame = frame();
      heardAt = System.nanoTime();
      switch (frame.opcode()) {
        case ClientFrame.CLOSE -> throw closed(frame.payload());
        case ClientFrame.PING -> send(ClientFrame.LAST | PONG, frame.payload());
        case PONG -> {}
        default -> {
          if (begun == null && frame.isLast()) {
            return frame;
          }
          begun = begun == null ? frame : begun;
          parts.writeBytes(frame.payload());
          if (frame.isLast()) {
            return new ServerFrame(
                ClientFrame.LAST | begun.first(), begun.second(), parts.toByteArray());
          }
        }
      }
    }
  }

  /** Waits while somebody else is writing: nothing is left out. */
  public void send(String text) throws IOException {
    send(ClientFrame.LAST | ClientFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #send(String)}, in a binary message. */
  public void send(byte[] bytes) throws IOException {
    send(ClientFrame.LAST | ClientFrame.BINARY, bytes);
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
    return KernelQueue.towards(socket.localPort());
  }

  /** Says goodbye; what the server still sends can be read, its Close at last. */
  public void sayGoodbye() throws IOException {
    saidGoodbye = true;
    send(ClientFrame.LAST | ClientFrame.CLOSE, new byte[] {0x03, (byte) 0xE8});
  }

  /** Ends it with a TCP reset, so that even a blocked reader or writer gets away. */
  public void abort() {
    socket.abort();
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
      socket.send(frame);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      writing.unlock();
    }
  }

  private ServerFrame frame() throws IOException {
    try {
      ServerFrame frame = socket.frame();
      if (frame.isMasked() || frame.isReserved()) {
        throw new IOException("a server may not send %s".formatted(frame));
      }
      return frame;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Closed closed(byte[] body) {
    int code = body.length < 2 ? NO_CODE : (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
    try {
      if (!saidGoodbye) {
        send(ClientFrame.LAST | ClientFrame.CLOSE, body);
      }
      socket.close();
    } catch (IOException | UncheckedIOException e) {
      // It has said why it ends, and did not wait for the answer.
    }
    return new Closed(code);
  }
}
