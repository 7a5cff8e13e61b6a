package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * What a message or a control frame carries, unmasked as it comes in. It grows with what has
 * arrived, never with what a header announces.
 */
final class Payload {
  private final int opcode;
  private final Utf8 text = new Utf8();
  private byte[] bytes = {};
  private int length;
  private int fragments;

  Payload(int opcode) {
    this.opcode = opcode;
  }

  int opcode() {
    return opcode;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Counts one more frame of this message. */
  int fragment() {
    return ++fragments;
  }

  /**
   * Takes the next bytes of a frame.
   *
   * @param at how many bytes of the frame came before: where in its masking key these start
   * @return false when the text can no longer become UTF-8
   */
  boolean take(ByteBuf in, int count, FrameHeader frame, int at) {
    int start = length;
    makeRoom(count, (int) frame.length() - at);
    in.readBytes(bytes, start, count);
    length += count;
    for (int i = 0; i < count; i++) {
      bytes[start + i] ^= frame.maskAt(at + i);
    }
    return opcode != FrameHeader.TEXT || text.accepts(bytes, start, length);
  }

  /** Whether the message may end here: not within a character. */
  boolean isWhole() {
    return opcode != FrameHeader.TEXT || text.isWhole();
  }

  /** The bytes as Netty's frames take them; this payload is done with. */
  ByteBuf handOver() {
    return Unpooled.wrappedBuffer(bytes, 0, length);
  }

  private void makeRoom(int count, int rest) {
    int needed = length + count;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(length + rest, 2 * bytes.length)));
    }
  }
}
