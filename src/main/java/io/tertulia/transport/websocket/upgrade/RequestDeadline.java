package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.tertulia.transport.websocket.frame.FrameGuard;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection that sends no whole request in time, or none at all. An idle timeout does not:
 * whoever sends a byte now and then is not idle, and would hold a descriptor and a buffer for
 * hours. First in the pipeline, where the bytes are seen; gone from it when the connection has
 * become a socket. On the event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(RequestDeadline.class);

  private static final String HTTP_DECODER = "httpDecoder";

  /**
   * Milliseconds, of which the time is made: so much at most is lost where the loop stands still.
   */
  private static final long TURN = 500;

  private final Duration within;
  private final LongSupplier clock;
  private final WholeRequests whole = new WholeRequests();
  private boolean following;
  private @Nullable Future<?> cut;

  RequestDeadline(Duration within) {
    this(within, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * @param clock monotonic milliseconds
   */
  RequestDeadline(Duration within, LongSupplier clock) {
    this.within = within;
    this.clock = clock;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    start(context);
    super.channelActive(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    follow(context);
    if (cut == null) {
      start(context);
    }
    super.channelRead(context, bytes);
    if (!following && follow(context)) {
      // TLS has just shaken hands, and a request may have come with its last bytes.
      stop();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    super.userEventTriggered(context, event);
    if (FrameGuard.OPENED.equals(event)) {
      if (following) {
        context.pipeline().remove(whole);
      }
      context.pipeline().remove(this);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  /** Whether the decoder of HTTP is there, which is when TLS has shaken hands, and is followed. */
  private boolean follow(ChannelHandlerContext context) {
    if (!following && context.pipeline().get(HTTP_DECODER) != null) {
      following = true;
      context.pipeline().addAfter(HTTP_DECODER, null, whole);
    }
    return following;
  }

  private void start(ChannelHandlerContext context) {
    turn(context, within.toMillis());
  }

  /**
   * Turn after turn, of which each counts as much as it was to last: while the loop stands still
   * what has come lies unread, and its sender is not late.
   *
   * @param left milliseconds
   */
  private void turn(ChannelHandlerContext context, long left) {
    long turn = Math.min(TURN, left);
    long end = clock.getAsLong() + turn;
    cut =
        context
            .executor()
            .schedule(() -> turned(context, left - turn, end), turn, TimeUnit.MILLISECONDS);
  }

  private void turned(ChannelHandlerContext context, long left, long end) {
    if (left > 0) {
      turn(context, left);
    } else if (clock.getAsLong() - end > TURN) {
      // It is the loop that is late, and it may not have read yet what came in time.
      turn(context, TURN);
    } else {
      cut(context);
    }
  }

  private void stop() {
    if (cut != null) {
      cut.cancel(false);
      cut = null;
    }
  }

  private void cut(ChannelHandlerContext context) {
    LOG.infof(
        "connection from %s cut: no whole request in time", context.channel().remoteAddress());
    context.close();
  }

  /** Behind the decoder of HTTP, where requests can be told from their parts. */
  private final class WholeRequests extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof LastHttpContent) {
        stop();
      }
      super.channelRead(context, message);
    }
  }
}
