package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes whole messages and control frames of a client's bytes, or one {@link Violation}, after
 * which nothing more comes. It stands where Netty's decoder stood: that one resets the connection
 * for an over-long frame, takes text that is not UTF-8, and hands every fragment on, of which the
 * stack then loses those that follow an empty one.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  /** Fragments of any size that a message may have, and one more for so many bytes of the limit. */
  private static final int FRAGMENTS = 1_024;

  private static final int BYTES_PER_FRAGMENT = 192;

  /** Between messages: an idle socket must not keep the last one. */
  private static final Payload NONE = new Payload(FrameHeader.CONTINUATION, Payload.Memory.SHARED);

  private final int most;
  private final int mostFragments;
  private final Payload.Memory memory;

  /** The frame whose payload is coming in, how much of it came, and where it goes. */
  private @Nullable FrameHeader frame;

  private int taken;
  private Payload payload = NONE;

  /** The message of which more fragments must come; control frames may come between them. */
  private @Nullable Payload unfinished;

  private boolean held;
  private boolean over;

  /**
   * @param most bytes of a frame and of a message
   */
  FrameDecoder(int most) {
    this(most, Payload.Memory.SHARED);
  }

  FrameDecoder(int most, Payload.Memory memory) {
    this.most = most;
    this.memory = memory;
    this.mostFragments = FRAGMENTS + most / BYTES_PER_FRAGMENT;
  }

  /**
   * Nothing is taken from what has come until {@link #release}; the reading is for others to stop.
   */
  void hold() {
    held = true;
  }

  /** Goes on with what has come; not from within a call of this decoder. */
  void release(ChannelHandlerContext context) throws Exception {
    held = false;
    channelRead(context, Unpooled.EMPTY_BUFFER);
    channelReadComplete(context);
  }

  /** The inherited one asks for more bytes when it made nothing of the last, held or not. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (held) {
      discardSomeReadBytes();
      context.fireChannelReadComplete();
    } else {
      super.channelReadComplete(context);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
    } else if (!held) {
      Violation violation = frame == null ? begin(in) : null;
      FrameHeader header = frame;
      if (violation == null && header != null) {
        violation = carryOn(in, header, out);
      }
      if (violation != null) {
        over = true;
        in.skipBytes(in.readableBytes());
        out.add(violation);
        drop();
      }
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    drop();
  }

  /** From now on bytes are read and thrown away; not from within {@link #decode}. */
  void skip() {
    over = true;
    drop();
  }

  /** What is half here will never be whole. */
  private void drop() {
    payload.drop();
    payload = NONE;
    if (unfinished != null) {
      unfinished.drop();
      unfinished = null;
    }
  }

  private @Nullable Violation begin(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return null;
    }
    Violation flaw = FrameHeader.flaw(in);
    FrameHeader header = flaw == null ? FrameHeader.read(in) : null;
    if (header == null) {
      return flaw;
    }
    if (header.length() < 0) {
      return Violation.protocol("a frame's length is not written in its shortest form");
    }
    frame = header;
    taken = 0;
    return header.isControl() ? beginControl(header) : beginData(header);
  }

  private @Nullable Violation beginControl(FrameHeader header) {
    payload = new Payload(header.opcode(), memory);
    return null;
  }

  private @Nullable Violation beginData(FrameHeader header) {
    Payload message = unfinished;
    boolean continues = header.opcode() == FrameHeader.CONTINUATION;
    if (continues && message == null) {
      return Violation.protocol("a continuation of nothing");
    }
    if (!continues && message != null) {
      return Violation.protocol("a new message before the last one ended");
    }
    payload = message == null ? new Payload(header.opcode(), memory) : message;
    if (header.length() > most - payload.length()) {
      return Violation.tooBig("a message has at most " + most + " bytes");
    }
    return payload.fragment() > mostFragments
        ? Violation.tooBig("a message has at most " + mostFragments + " fragments")
        : null;
  }

  private @Nullable Violation carryOn(ByteBuf in, FrameHeader header, List<Object> out) {
    int count = (int) Math.min(in.readableBytes(), header.length() - taken);
    if (!payload.makeRoom(count, header, taken)) {
      return Violation.noMemory();
    }
    boolean good = payload.take(in, count, header, taken);
    taken += count;
    if (!good) {
      return Violation.text("a text is not UTF-8");
    }
    if (taken < header.length()) {
      return null;
    }
    frame = null;
    Payload done = payload;
    payload = NONE;
    return header.isControl() ? endControl(done, out) : endData(done, header.last(), out);
  }

  private @Nullable Violation endControl(Payload done, List<Object> out) {
    boolean close = done.opcode() == FrameHeader.CLOSE;
    Violation flaw = close ? CloseBody.flaw(done.bytes()) : null;
    if (flaw == null) {
      over = close;
      out.add(netty(done));
    }
    return flaw;
  }

  private @Nullable Violation endData(Payload done, boolean last, List<Object> out) {
    unfinished = last ? null : done;
    if (last && !done.isWhole()) {
      return Violation.text("a text ends within a character");
    }
    if (last) {
      out.add(netty(done));
    }
    return null;
  }

  private static WebSocketFrame netty(Payload payload) {
    ByteBuf bytes = payload.handOver();
    return switch (payload.opcode()) {
      case FrameHeader.TEXT -> new TextWebSocketFrame(bytes);
      case FrameHeader.BINARY -> new BinaryWebSocketFrame(bytes);
      case FrameHeader.PING -> new PingWebSocketFrame(bytes);
      case FrameHeader.PONG -> new PongWebSocketFrame(bytes);
      default -> new CloseWebSocketFrame(true, 0, bytes);
    };
  }
}
