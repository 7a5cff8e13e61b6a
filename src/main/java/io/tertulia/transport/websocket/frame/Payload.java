package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a message or a control frame carries, unmasked as it comes in. It grows with what has
 * arrived, never with what a header announces.
 */
final class Payload {
  private final int opcode;
  private final Memory memory;
  private final Utf8 text = new Utf8();
  private byte[] bytes = {};
  private int length;
  private int fragments;

  Payload(int opcode, Memory memory) {
    this.opcode = opcode;
    this.memory = memory;
  }

  /** What all messages together may hold whose end has not come. Any thread. */
  static final class Memory {
    /** Bytes of one message that are not worth counting. */
    private static final int SMALL = 1_024;

    /** Of this process: an eighth of what it may have. */
    static final Memory SHARED = new Memory(Runtime.getRuntime().maxMemory() / 8);

    private final long most;
    private final AtomicLong held = new AtomicLong();

    Memory(long most) {
      this.most = most;
    }

    long held() {
      return held.get();
    }

    private boolean grow(int from, int to) {
      long more = counted(to) - counted(from);
      if (more > 0 && held.addAndGet(more) > most) {
        held.addAndGet(-more);
        return false;
      }
      return true;
    }

    private void drop(int size) {
      if (counted(size) > 0) {
        held.addAndGet(-counted(size));
      }
    }

    private static long counted(int size) {
      return Math.max(0, size - SMALL);
    }
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
   * Whether there is memory for the next bytes of a frame.
   *
   * @param at how many bytes of the frame came before
   */
  boolean makeRoom(int count, FrameHeader frame, int at) {
    int needed = length + count;
    if (needed <= bytes.length) {
      return true;
    }
    // Of one frame it is known where it ends; of fragments not, and to make room for each as it
    // comes would copy all of the message for each.
    int enough = fragments > 1 ? Integer.MAX_VALUE : length + (int) frame.length() - at;
    int size = Math.max(needed, Math.min(enough, 2 * bytes.length));
    boolean there = memory.grow(bytes.length, size);
    if (there) {
      bytes = Arrays.copyOf(bytes, size);
    }
    return there;
  }

  /** Nobody will have it. */
  void drop() {
    if (bytes.length > 0) {
      memory.drop(bytes.length);
      bytes = new byte[0];
      length = 0;
    }
  }

  /**
   * Takes the next bytes of a frame, for which there is room.
   *
   * @param at how many bytes of the frame came before: where in its masking key these start
   * @return false when the text can no longer become UTF-8
   */
  boolean take(ByteBuf in, int count, FrameHeader frame, int at) {
    int start = length;
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
    ByteBuf whole = Unpooled.wrappedBuffer(bytes, 0, length);
    drop();
    return whole;
  }
}
