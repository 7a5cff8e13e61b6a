package io.tertulia.transport.websocket.frame;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a socket is read. The stack puts every message in the queue of the event loop,
 * without a bound, and a Pong may have to wait; so the reading stops while the session wants no
 * more, while messages that were let through are not worked off, and while Pongs wait for a client
 * that does not take them. On the event loop only.
 */
final class BackPressure {
  /** Messages of one socket that may wait to be worked off, and with how few it is read again. */
  private static final int CROWD = 16;

  private static final int FEW = 8;

  /** Bytes of a message that is a crowd by itself. */
  private static final int LONG = 16 * 1024;

  private @Nullable Channel channel;
  private @Nullable FrameDecoder decoder;
  private boolean wanted = true;
  private int waiting;
  private boolean crowded;
  private boolean pongsWait;
  private @Nullable Runnable last;
  private boolean discarding;
  private boolean reading = true;

  void open(Channel socket, FrameDecoder from) {
    channel = socket;
    decoder = from;
  }

  /** What the session says. */
  void wanted(boolean on) {
    wanted = on;
    regulate();
  }

  /**
   * @param bytes of the message
   */
  void arrived(int bytes) {
    waiting++;
    crowded |= waiting >= CROWD || bytes > LONG;
    regulate();
  }

  void taken() {
    waiting--;
    crowded &= waiting > FEW;
    regulate();
    Runnable end = last;
    if (waiting == 0 && end != null && channel != null) {
      last = null;
      // Later: what was worked off just now may have more to say in this tick.
      channel.eventLoop().execute(end);
    }
  }

  /** Does the last thing of a socket, after all that came before it has been worked off. */
  void whenTaken(Runnable end) {
    if (waiting == 0) {
      end.run();
    } else {
      last = end;
    }
  }

  void ping(boolean writable) {
    pongsWait |= !writable;
    regulate();
  }

  void writable() {
    pongsWait = false;
    regulate();
  }

  /** From now on nothing that comes in counts: all of it is read, to get to the end. */
  void discard() {
    discarding = true;
    regulate();
  }

  private void regulate() {
    boolean on = discarding || (wanted && !crowded && !pongsWait);
    if (on == reading || channel == null || decoder == null) {
      return;
    }
    reading = on;
    if (on) {
      // Later: this may have come from within a call of the decoder.
      channel.eventLoop().execute(this::release);
    } else {
      decoder.hold();
      channel.config().setAutoRead(false);
    }
  }

  private void release() {
    if (!reading || channel == null || decoder == null) {
      return;
    }
    ChannelHandlerContext context = channel.pipeline().context(decoder);
    if (context != null) {
      try {
        decoder.release(context);
      } catch (Exception e) {
        context.fireExceptionCaught(e);
      }
      channel.config().setAutoRead(reading);
    }
  }
}
