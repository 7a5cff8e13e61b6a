package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.tertulia.protocol.CloseCode;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Vert.x in a socket's pipeline and holds it to RFC 6455: what broke it is answered
 * with a Close of the right code, after a Close nothing more goes out, and a Close is not lost in a
 * reset. Takes no more in than is worked off. On the event loop only.
 */
public final class FrameGuard extends ChannelDuplexHandler {
  /** The event that is fired when the handshake was answered: HTTP is over on this connection. */
  public static final Object OPENED = "tertulia.opened";

  private static final String DECODER = "wsdecoder";

  private static final Violation EARLY =
      Violation.protocol("frames came before the handshake was answered");

  /** Frames of a client that were under way when it was told to go. */
  private static final int MOST_DISCARDED = 1_000;

  private final FrameDecoder decoder;
  private final Runnable answered;
  private final BackPressure backPressure = new BackPressure();
  private final Pongs pongs = new Pongs();
  private final GracefulClose gracefulClose = new GracefulClose();
  private @Nullable Watcher watcher;
  private boolean opened;
  private boolean early;
  private boolean closeCame;
  private int discarded;

  /** Who must know. On the event loop. */
  public interface Watcher {
    /** A Close came in or went out: no frame may go out any more (RFC 6455 §5.5.1). */
    void closing();

    /** What waited has shrunk. */
    void writable();

    /** A Ping came, and is answered. */
    void pinged();

    void pong();

    /** The client broke the protocol and is told so. */
    void refused(Violation violation);
  }

  /**
   * @param most bytes of a frame and of a message
   * @param answered run once, when the handshake has been answered
   */
  public FrameGuard(int most, Runnable answered) {
    this.decoder = new FrameDecoder(most);
    this.answered = answered;
  }

  public void watch(Watcher by) {
    watcher = by;
    if (isClosing()) {
      by.closing();
    }
  }

  /** Whether to take in what the client sends; off, TCP holds it back. */
  public void reading(boolean on) {
    backPressure.wanted(on);
  }

  /** A message that this guard let through has been worked off. */
  public void taken() {
    backPressure.taken();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    switch (message) {
      case Violation violation -> backPressure.whenTaken(() -> refuse(context, violation));
      case WebSocketFrame frame when !opened -> {
        early = true;
        frame.release();
      }
      case CloseWebSocketFrame close -> backPressure.whenTaken(() -> end(context, close));
      case WebSocketFrame frame when isClosing() -> discard(frame);
      case PongWebSocketFrame pong -> {
        pong.release();
        tell(Watcher::pong);
      }
      case PingWebSocketFrame ping -> {
        backPressure.ping(context.channel().isWritable());
        pongs.ping(context, ping);
        tell(Watcher::pinged);
      }
      case WebSocketFrame data -> {
        backPressure.arrived(data.content().readableBytes());
        super.channelRead(context, data);
      }
      default -> super.channelRead(context, message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    pongs.flush(context);
    super.channelReadComplete(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response
        && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      super.write(context, message, promise);
      open(context);
    } else if (gracefulClose.said() && !isFlush(message)) {
      ReferenceCountUtil.release(message);
      promise.trySuccess();
    } else {
      if (message instanceof CloseWebSocketFrame close) {
        // In this order: what waits goes before the Close, and nothing behind it.
        closing();
        gracefulClose.say(context, !closeCame && close.statusCode() == CloseCode.NO_PONG.code());
      }
      super.write(context, message, promise);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    gracefulClose.close(context, promise);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    if (context.channel().isWritable()) {
      backPressure.writable();
      // Not at once, as below.
      context.executor().execute(() -> pongs.flush(context));
      writable(context.executor());
    }
    super.channelWritabilityChanged(context);
  }

  /**
   * Tells who must know; not at once, for it comes in the middle of a flush and has more written.
   */
  public void writable(Executor loop) {
    if (watcher != null) {
      loop.execute(watcher::writable);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (opened || !context.pipeline().names().contains(DECODER)) {
      super.exceptionCaught(context, cause);
    } else {
      early = true;
    }
  }

  /** Netty has put its own decoder where the one of HTTP was. */
  private void open(ChannelHandlerContext context) {
    opened = true;
    answered.run();
    context.pipeline().replace(DECODER, DECODER, decoder);
    backPressure.open(context.channel(), decoder);
    context.pipeline().fireUserEventTriggered(OPENED);
    if (early) {
      context.executor().execute(() -> refuse(context, EARLY));
    }
  }

  /**
   * Vert.x is told that the client itself closed, with the code that it is to be told: it ends its
   * side of the socket and answers with the same code, as it answers any Close.
   */
  private void refuse(ChannelHandlerContext context, Violation violation) {
    if (watcher != null && !isClosing()) {
      watcher.refused(violation);
    }
    end(context, new CloseWebSocketFrame(violation.code(), violation.reason()));
  }

  private void end(ChannelHandlerContext context, CloseWebSocketFrame close) {
    closeCame = true;
    gracefulClose.answered(context);
    closing();
    context.fireChannelRead(close);
    // What Vert.x writes while it reads it flushes at the end of the read, which may be over.
    context.fireChannelReadComplete();
  }

  private void tell(Consumer<Watcher> what) {
    if (watcher != null) {
      what.accept(watcher);
    }
  }

  /** Whoever sends so much before the own Close sends none: no more is made of its bytes. */
  private void discard(WebSocketFrame frame) {
    frame.release();
    discarded++;
    if (discarded == MOST_DISCARDED) {
      decoder.skip();
    }
  }

  private void closing() {
    pongs.drop();
    backPressure.discard();
    if (watcher != null) {
      watcher.closing();
    }
  }

  private boolean isClosing() {
    return closeCame || gracefulClose.said();
  }

  /** Vert.x writes an empty buffer to have what was written before flushed. */
  private static boolean isFlush(Object message) {
    return message instanceof ByteBuf bytes && !bytes.isReadable();
  }
}
