package io.tertulia.transport.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What waits in Netty for a client that reads slowly, looked at for what it says. Nobody changes
 * it: some of it is on its way to others, too, and of some the first half has left.
 */
final class WaitingBytes {
  /** How each event begins, right behind its frame's header. */
  private static final byte[] BEGINNING = "{\"type\":\"".getBytes(US_ASCII);

  /** The first byte of a whole text frame (RFC 6455 §5.2). */
  private static final byte TEXT = (byte) 0x81;

  /** What Netty adds to the bytes of each piece when it says how much waits. */
  private static final int OVERHEAD = 96;

  /**
   * @param end of it among the bytes that wait
   * @param weight of this and all before it, as Netty counts until they have left whole
   */
  private record Piece(int end, long weight) {}

  private final byte[] bytes;
  private final List<Piece> pieces = new ArrayList<>();
  private int length;
  private long weight;

  private WaitingBytes(int size) {
    this.bytes = new byte[size];
  }

  static WaitingBytes of(ChannelOutboundBuffer queue) {
    WaitingBytes waiting = new WaitingBytes(Math.toIntExact(queue.totalPendingWriteBytes()));
    try {
      queue.forEachFlushedMessage(waiting::add);
    } catch (Exception e) {
      throw new IllegalStateException("reading what waits never fails", e);
    }
    return waiting;
  }

  private boolean add(Object message) {
    if (message instanceof ByteBuf piece) {
      int size = Math.min(piece.readableBytes(), bytes.length - length);
      piece.getBytes(piece.readerIndex(), bytes, length, size);
      length += size;
      weight += OVERHEAD + piece.writerIndex();
      pieces.add(new Piece(length, weight));
    }
    return true;
  }

  /**
   * How much has to be taken until none of it names this mid: all when some does. Else the rest of
   * the frame of which the beginning has left, for that may have named it.
   */
  long untilGone(String mid) {
    int next = find(BEGINNING);
    if (next < 0 || find(mid.getBytes(US_ASCII)) >= 0) {
      return weight;
    }
    int begun = next - header(next);
    return begun <= 0 ? 0 : weightOf(begun);
  }

  /** Bytes of the header right before what a frame holds. */
  private int header(int payload) {
    if (isHeader(payload - 4, 126)) {
      return 4;
    }
    return isHeader(payload - 10, 127) ? 10 : 2;
  }

  private boolean isHeader(int at, int length) {
    return at >= 0 && bytes[at] == TEXT && bytes[at + 1] == length;
  }

  /** Of the pieces in which the first bytes are. */
  private long weightOf(int count) {
    return pieces.stream()
        .filter(piece -> piece.end >= count)
        .findFirst()
        .map(Piece::weight)
        .orElse(weight);
  }

  private int find(byte[] word) {
    for (int i = 0; i <= length - word.length; i++) {
      if (bytes[i] == word[0] && Arrays.equals(bytes, i, i + word.length, word, 0, word.length)) {
        return i;
      }
    }
    return -1;
  }
}
