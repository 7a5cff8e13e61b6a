package io.tertulia.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tertulia.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one loop sends in one tick, one behind the other in direct memory. A frame is
 * copied here once, however many sockets it goes to; each socket remembers only from where to where
 * its own ones stand, and that span is one write. On the loop only.
 */
final class Batch {
  /** Bytes; held for as long as the loop lives. A larger frame gets a batch of its own. */
  private static final int CAPACITY = 1 << 16;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private @Nullable Frame last;
  private int lastAt;

  /** Whether this very frame was placed last. */
  // The very same frame goes to every member, so identity is the cheap and right test.
  @SuppressWarnings("ReferenceEquality")
  boolean isLast(Frame frame) {
    return frame == last;
  }

  boolean hasRoomFor(Frame frame) {
    return frame.size() <= bytes.capacity() - bytes.writerIndex();
  }

  /**
   * There must be room for it.
   *
   * @return where it begins
   */
  int place(Frame frame) {
    if (!isLast(frame)) {
      lastAt = bytes.writerIndex();
      bytes.writeBytes(frame.bytes());
      last = frame;
    }
    return lastAt;
  }

  /** Where in memory offset 0 is; 0 when that is not told. */
  long address() {
    return bytes.hasMemoryAddress() ? bytes.memoryAddress() : 0;
  }

  /** These bytes alone: what waits for a client that reads slowly must not hold all the rest. */
  ByteBuf copy(int from, int to) {
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(to - from)
        .writeBytes(bytes, from, to - from);
  }

  /** These bytes, which stay as they are until the slice is released; all of the batch is held. */
  ByteBuf slice(int from, int to) {
    return bytes.retainedSlice(from, to - from);
  }

  /** Begins anew; no socket has a span in it any more, only slices may still be on their way. */
  void begin(int size) {
    last = null;
    if (bytes.refCnt() == 1 && bytes.capacity() == Math.max(size, CAPACITY)) {
      bytes.clear();
    } else {
      ByteBuf before = bytes;
      // In this order: memory may run out.
      bytes = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(size, CAPACITY));
      before.release();
    }
  }
}
