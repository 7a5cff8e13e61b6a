package io.tertulia.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tertulia.format.Frame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one loop sends in one tick, one behind the other in direct memory. A frame is
 * copied here once, however many sockets it goes to; each socket remembers only from where to where
 * its own ones stand, and that span is one write. On the loop only.
 */
final class Batch {
  /** Bytes; held for as long as the loop lives. A larger frame gets a batch of its own. */
  private static final int CAPACITY = 1 << 16;

  /** So many of the newest frames are recognised: more than a room tells in one round. */
  private static final int RECENT = 32;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private final @Nullable Frame[] recent = new Frame[RECENT];
  private final int[] begins = new int[RECENT];

  /** Of all frames since {@link #begin}; the newest stands before it, modulo {@link #RECENT}. */
  private int count;

  /** The number of the frame that was asked for last. */
  private int found = -1;

  /**
   * Whether this very frame is here. Most likely it is that of before, or the one behind it:
   * members get the same ones in the same order.
   */
  boolean has(Frame frame) {
    if (is(frame, found) || is(frame, found + 1)) {
      found = is(frame, found) ? found : found + 1;
      return true;
    }
    for (int i = count - 1; i >= 0 && i >= count - RECENT; i--) {
      if (is(frame, i)) {
        found = i;
        return true;
      }
    }
    return false;
  }

  // The very same frame goes to every member, so identity is the cheap and right test.
  @SuppressWarnings("ReferenceEquality")
  private boolean is(Frame frame, int number) {
    return number >= Math.max(0, count - RECENT)
        && number < count
        && recent[number % RECENT] == frame;
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
    if (!has(frame)) {
      found = count++;
      recent[found % RECENT] = frame;
      begins[found % RECENT] = bytes.writerIndex();
      bytes.writeBytes(frame.bytes());
    }
    return begins[found % RECENT];
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
    Arrays.fill(recent, null);
    count = 0;
    found = -1;
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
