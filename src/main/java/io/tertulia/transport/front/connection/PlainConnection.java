package io.tertulia.transport.front.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection as long as it speaks HTTP. First in its pipeline, where the bytes are: what has come
 * and is not answered yet counts for who sent it and for the node. Behind the decoder: what is no
 * clear request is refused before anybody reads it. Gone when the connection has become a socket.
 * On the event loop.
 */
public final class PlainConnection extends ChannelInboundHandlerAdapter {
  public static final AttributeKey<PlainConnection> KEY = AttributeKey.valueOf("tertulia.plain");

  private static final String DECODER = "httpDecoder";
  private static final String ENCODER = "httpEncoder";
  private static final String TLS = "handshaker";
  private static final String IDLE = "idle";
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  /** Seconds in which the other side may read an answer to what it has not sent whole. */
  private static final long LINGER = 2;

  private static final Answer FULL =
      Answer.later(503, "Too much is under way here for the moment: try again.", 140, 2);

  private final HttpConnectionContext intake;
  private final @Nullable String peer;
  private final Requests requests = new Requests();
  private State state = State.NEW;

  /** Whose bytes are held, null when that is not known. */
  private @Nullable String client;

  private long held;
  private @Nullable RequestDecoder decoder;
  private @Nullable Future<?> cut;

  /** What becomes of what comes in. */
  private enum State {
    NEW,
    /** The decoder is in the pipeline and followed. */
    HTTP,
    /** The last answer was given: what comes until the end of its request is thrown away. */
    CLOSING,
    /** The same, in the middle of what cannot be decoded to its end any more. */
    ENDING
  }

  /**
   * @param peer the name that the connection counts for, null when it counts for nobody
   */
  PlainConnection(HttpConnectionContext intake, @Nullable String peer) {
    this.intake = intake;
    this.peer = peer;
    this.client = peer;
  }

  /**
   * From now on what is held counts for this client.
   *
   * @return false when that is too much for it
   */
  public boolean speaksFor(String name) {
    if (name.equals(client)) {
      return true;
    }
    long moved = held;
    giveBack();
    client = name;
    boolean taken = intake.bytes().take(client, moved);
    held = taken ? moved : 0;
    return taken;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().attr(KEY).set(this);
  }

  /** The connection has ended, or become a socket. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    context.channel().attr(KEY).set(null);
    stop();
    giveBack();
    intake.connections().give(peer, 1);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    switch (state) {
      case ENDING -> ReferenceCountUtil.release(message);
      case CLOSING -> super.channelRead(context, message);
      case NEW, HTTP -> take(context, message);
    }
  }

  private void take(ChannelHandlerContext context, Object message) throws Exception {
    stop();
    follow(context.pipeline());
    long size = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    if (!intake.bytes().take(client, size)) {
      ReferenceCountUtil.release(message);
      refuse(context, FULL.response(null));
      linger(context, State.ENDING);
      return;
    }
    held += size;
    super.channelRead(context, message);
    if (decoder != null && requests.isBetween() && decoder.unread() > 0) {
      // The beginning of a request, behind a whole one: its end has to come in time.
      cut =
          context
              .executor()
              .schedule(() -> context.close(), intake.within(), TimeUnit.MILLISECONDS);
    }
  }

  private void follow(ChannelPipeline pipeline) {
    if (state != State.NEW) {
      return;
    }
    if (pipeline.get(DECODER) != null) {
      state = State.HTTP;
      decoder = intake.decoders().get();
      pipeline.replace(DECODER, DECODER, decoder);
      pipeline.addAfter(ENCODER, null, requests);
    } else if (pipeline.get(TLS) != null && pipeline.get(AfterTls.class) == null) {
      pipeline.addBefore(TLS, null, new AfterTls());
    }
  }

  private void giveBack() {
    intake.bytes().give(client, held);
    held = 0;
  }

  private void stop() {
    if (cut != null) {
      cut.cancel(false);
      cut = null;
    }
  }

  /** The last that is said here, where there is a place for it. */
  private void refuse(ChannelHandlerContext context, byte[] answer) {
    // Behind TLS, and before the encoder, which knows no bytes.
    ChannelHandlerContext http = context.pipeline().context(DECODER);
    if (http != null && !requests.answering && requests.open <= 1) {
      http.writeAndFlush(Unpooled.wrappedBuffer(answer));
    }
  }

  /**
   * Bytes that lie unread when a connection is closed turn into a reset, which overtakes the
   * answer: so they are taken in, for a moment.
   */
  private void linger(ChannelHandlerContext context, State how) {
    state = how;
    stop();
    giveBack();
    context.channel().config().setAutoRead(true);
    var end = context.executor().schedule(() -> context.close(), LINGER, TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(closed -> end.cancel(false));
  }

  /**
   * Where TLS has shaken hands Vert.x adds what speaks HTTP; the first request comes after that.
   */
  private final class AfterTls extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      super.userEventTriggered(context, event);
      if (event instanceof SslHandshakeCompletionEvent) {
        follow(context.pipeline());
        context.pipeline().remove(this);
      }
    }
  }

  /** Behind the decoder and the encoder. */
  private final class Requests extends ChannelDuplexHandler {
    /** The last request has not come whole. */
    private boolean coming;

    /** An answer has begun, and not ended. */
    private boolean answering;

    /** Requests that were handed on and not answered. */
    private int open;

    private boolean isBetween() {
      return !coming;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (isOver()) {
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
          context.close();
        }
        return;
      }
      if (message instanceof HttpRequest request) {
        coming = true;
        byte[] refusal = refusal(request);
        if (refusal != null) {
          ReferenceCountUtil.release(message);
          refuse(context, refusal);
          linger(context, State.CLOSING);
          return;
        }
        open++;
      }
      if (message instanceof LastHttpContent) {
        coming = false;
        if (open == 0) {
          giveBack();
        }
      }
      super.channelRead(context, message);
    }

    private byte @Nullable [] refusal(HttpRequest request) {
      HttpHeaders headers = request.headers();
      if (request.decoderResult().isFailure()) {
        return null;
      }
      String wrong = RequestShape.wrong(request);
      if (wrong == null && intake.forwarded() && !Forwarded.straighten(headers)) {
        wrong = "X-Forwarded-For begins with no address: a proxy has to set it.";
      }
      if (wrong != null) {
        return Answer.of(400, wrong).response(headers.get(HttpHeaderNames.ACCEPT));
      }
      List<String> protocols = headers.getAll(PROTOCOLS);
      if (protocols.size() > 1) {
        // Several lines are one list (RFC 6455 §11.3.4); what reads it later looks at the first.
        headers.set(PROTOCOLS, String.join(", ", protocols));
      }
      return null;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (isOver()) {
        ReferenceCountUtil.release(message);
        promise.trySuccess();
        return;
      }
      @Nullable HttpResponseStatus status =
          message instanceof HttpResponse response ? response.status() : null;
      if (!HttpResponseStatus.CONTINUE.equals(status)) {
        follow(message);
      }
      super.write(context, message, promise);
      if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status)) {
        leave(context.pipeline());
      }
    }

    private void follow(Object message) {
      if (message instanceof HttpResponse) {
        answering = true;
      }
      if (message instanceof LastHttpContent) {
        answering = false;
        open--;
        if (open == 0) {
          giveBack();
        }
      }
    }

    private boolean isOver() {
      return state == State.CLOSING || state == State.ENDING;
    }

    /** HTTP is over; the session has deadlines of its own. */
    private void leave(ChannelPipeline pipeline) {
      if (pipeline.get(IDLE) != null) {
        // It would also make every write allocate a promise.
        pipeline.remove(IDLE);
      }
      pipeline.remove(this);
      pipeline.remove(PlainConnection.this);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
      if (coming && open == 0 && context.channel().isActive()) {
        if (!isOver()) {
          linger(context, State.CLOSING);
        }
        context.channel().closeFuture().addListener(closed -> promise.trySuccess());
      } else {
        super.close(context, promise);
      }
    }
  }
}
