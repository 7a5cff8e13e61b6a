package io.tertulia.client;

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

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
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
