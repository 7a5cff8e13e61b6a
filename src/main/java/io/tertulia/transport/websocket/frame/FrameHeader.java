package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a client's payload (RFC 6455 §5.2).
 *
 * @param length bytes of payload; negative when it was written in more bytes than it needs, or with
 *     the highest bit of 64
 */
record FrameHeader(boolean last, int opcode, long length, int mask) {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int LAST = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int IN_16_BITS = 126;
  private static final int IN_64_BITS = 127;
  private static final int MOST_OF_CONTROL = 125;
  private static final int MASK_BYTES = 4;

  /** What the first two bytes show to be wrong, null when nothing; the rest need not have come. */
  static @Nullable Violation flaw(ByteBuf in) {
    int first = in.getUnsignedByte(in.readerIndex());
    int second = in.getUnsignedByte(in.readerIndex() + 1);
    int opcode = first & OPCODE;
    if ((first & RESERVED) != 0) {
      return Violation.protocol("reserved bits are set, no extension was agreed");
    }
    if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
      return Violation.protocol("opcode " + opcode + " is reserved");
    }
    if ((second & MASKED) == 0) {
      return Violation.protocol("frames of a client must be masked");
    }
    if (opcode >= CLOSE && ((first & LAST) == 0 || (second & LENGTH) > MOST_OF_CONTROL)) {
      return Violation.protocol("a control frame is whole and has at most 125 bytes");
    }
    return null;
  }

  /** Takes the header from the bytes; null, and nothing is taken, while it has not all come. */
  static @Nullable FrameHeader read(ByteBuf in) {
    int start = in.readerIndex();
    int first = in.getUnsignedByte(start);
    int shortLength = in.getUnsignedByte(start + 1) & LENGTH;
    int lengthBytes = shortLength == IN_16_BITS ? 2 : shortLength == IN_64_BITS ? 8 : 0;
    if (in.readableBytes() < 2 + lengthBytes + MASK_BYTES) {
      return null;
    }
    in.skipBytes(2);
    long length =
        switch (lengthBytes) {
          case 2 -> in.readUnsignedShort();
          case 8 -> in.readLong();
          default -> shortLength;
        };
    boolean minimal = lengthBytes == 0 || length >= (lengthBytes == 2 ? IN_16_BITS : 65_536);
    return new FrameHeader(
        (first & LAST) != 0, first & OPCODE, minimal ? length : -1, in.readInt());
  }

  boolean isControl() {
    return opcode >= CLOSE;
  }

  /** The byte of the masking key for a byte of the payload. */
  byte maskAt(int index) {
    return (byte) (mask >>> (24 - 8 * (index & 3)));
  }
}
