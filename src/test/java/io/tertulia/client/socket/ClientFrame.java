package io.tertulia.client.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them, right and wrong ones. All are masked with the same key. */
public final class ClientFrame {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;

  public static final int LAST = 0x80;

  private static final int MASKED = 0x80;
  private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private ClientFrame() {}

  public static byte[] text(String text) {
    return of(LAST | TEXT, utf8(text));
  }

  public static byte[] ping(String payload) {
    return of(LAST | PING, utf8(payload));
  }

  public static byte[] close(int code, byte[] reason) {
    return of(
        LAST | CLOSE,
        ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array());
  }

  /**
   * @param first the first byte: {@link #LAST}, reserved bits, opcode
   */
  public static byte[] of(int first, byte[] payload) {
    byte[] masked = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      masked[i] = (byte) (payload[i] ^ KEY[i & 3]);
    }
    byte[] header = header(first, payload.length);
    return ByteBuffer.allocate(header.length + masked.length).put(header).put(masked).array();
  }

  /** What stands before the payload, the masking key with it. */
  public static byte[] header(int first, long length) {
    ByteBuffer out = ByteBuffer.allocate(14).put((byte) first);
    if (length >= 0 && length < 126) {
      out.put((byte) (MASKED | length));
    } else if (length >= 0 && length < 65_536) {
      out.put((byte) (MASKED | 126)).putShort((short) length);
    } else {
      out.put((byte) (MASKED | 127)).putLong(length);
    }
    out.put(KEY);
    byte[] header = new byte[out.position()];
    out.flip().get(header);
    return header;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
