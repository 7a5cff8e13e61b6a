package io.tertulia.client.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A frame as it came.
 *
 * @param first FIN, reserved bits, opcode
 * @param second mask and length in 7 bits
 */
public record ServerFrame(int first, int second, byte[] payload) {
  private static final int CLOSE = 0x88;
  private static final int MASKED = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  public int opcode() {
    return first & OPCODE;
  }

  public boolean isLast() {
    return (first & ClientFrame.LAST) != 0;
  }

  /** Whether it has bits that only an extension could give it, of which there are none. */
  boolean isReserved() {
    return (first & RESERVED) != 0;
  }

  public boolean isMasked() {
    return (second & MASKED) != 0;
  }

  public boolean isClose() {
    return first == CLOSE;
  }

  public int closeCode() {
    return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
  }
}
