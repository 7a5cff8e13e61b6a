package io.tertulia.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One unmasked, unfragmented WebSocket frame as it goes to the wire (RFC 6455 §5.2). Built once for
 * all members of a room, so that a delivery costs no more than its write. Nobody changes the bytes.
 *
 * @param bytes header and payload
 */
public record Frame(byte[] bytes) {
  private static final int FIN = 0x80;

  /** Opcodes of RFC 6455 §5.2. */
  public static final int TEXT = 0x1;

  public static final int BINARY = 0x2;
  public static final int PING = 0x9;

  public static Frame text(byte[] utf8) {
    return frame(TEXT, utf8);
  }

  public static Frame text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Frame binary(byte[] payload) {
    return frame(BINARY, payload);
  }

  /**
   * @param payload at most 125 bytes
   */
  public static Frame ping(byte[] payload) {
    return frame(PING, payload);
  }

  public int opcode() {
    return bytes[0] & 0x0F;
  }

  /** A copy. */
  public byte[] payload() {
    int header =
        switch (bytes[1]) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
    return Arrays.copyOfRange(bytes, header, bytes.length);
  }

  public int size() {
    return bytes.length;
  }

  private static Frame frame(int opcode, byte[] payload) {
    int length = payload.length;
    int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    ByteBuffer out = ByteBuffer.allocate(header + length).put((byte) (FIN | opcode));
    switch (header) {
      case 2 -> out.put((byte) length);
      case 4 -> out.put((byte) 126).putShort((short) length);
      default -> out.put((byte) 127).putLong(length);
    }
    return new Frame(out.put(payload).array());
  }
}
