package io.tertulia.heart;

import io.tertulia.format.Frame;
import io.tertulia.protocol.CloseCode;
import io.tertulia.session.connection.Connection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what is written to it, for a client that takes it or does not. */
public final class RecordingConnection implements Connection {
  private final String id;
  private final ManualLoop loop;
  private final List<Frame> frames = new ArrayList<>();
  private boolean stuck;
  private boolean busy;
  private long queued;
  private boolean reading = true;
  private boolean failing;
  private boolean failingOnce;
  private boolean inTurn;
  private boolean aborted;
  private @Nullable CloseCode closed;

  public RecordingConnection(String id, ManualLoop loop) {
    this.id = id;
    this.loop = loop;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String address() {
    return "192.0.2.1";
  }

  @Override
  public long openedAt() {
    return 0;
  }

  @Override
  public boolean hasInTurn() {
    return inTurn;
  }

  /** Something that was read waits for its turn, or does not any more. */
  public void holdInTurn(boolean on) {
    inTurn = on;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public void write(Frame frame) {
    if (failing || failingOnce) {
      failingOnce = false;
      throw new IllegalStateException("on purpose");
    }
    if (closed == null) {
      frames.add(frame);
      queued += stuck || busy ? frame.size() : 0;
    }
  }

  @Override
  public long queuedBytes() {
    return queued;
  }

  @Override
  public boolean isHeldUp() {
    return stuck && queued > 0;
  }

  @Override
  public long untilGone(String mid) {
    boolean named = frames.stream().anyMatch(frame -> payload(frame).contains(mid));
    return named ? queued : 0;
  }

  @Override
  public void abort() {
    aborted = true;
    queued = 0;
  }

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void close(CloseCode code) {
    closed = code;
  }

  /** The client takes nothing from now on. */
  public void stick() {
    stuck = true;
  }

  /** There is always something that waits for the end of the tick, and the kernel takes it all. */
  public void keepBusy() {
    busy = true;
  }

  /** Whether nothing can be written, as where memory is short. */
  public void fails(boolean does) {
    failing = does;
  }

  /** The next frame cannot be written. */
  public void failsOnce() {
    failingOnce = true;
  }

  /** The client takes so much of what waits. */
  public void take(long bytes) {
    queued = Math.max(0, queued - bytes);
  }

  /** The client takes what waits and what comes. */
  public void unstick() {
    stuck = false;
    queued = 0;
  }

  public boolean isRead() {
    return reading;
  }

  /** Whether it was ended by us without a word. */
  public boolean isAborted() {
    return aborted;
  }

  /** Why it was closed by us, null while it was not. */
  public @Nullable CloseCode closed() {
    return closed;
  }

  /** What was written since the last call. */
  List<Frame> written() {
    List<Frame> all = List.copyOf(frames);
    frames.clear();
    return all;
  }

  static boolean isPing(Frame frame) {
    return (frame.bytes()[0] & 0x0f) == 9;
  }

  static boolean isBinary(Frame frame) {
    return (frame.bytes()[0] & 0x0f) == 2;
  }

  /** The frame's payload as RFC 6455 §5.2 has it, read without the help of what wrote it. */
  static String payload(Frame frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
    int first = bytes.get();
    long length = bytes.get();
    if (length == 126) {
      length = bytes.getShort() & 0xffff;
    } else if (length == 127) {
      length = bytes.getLong();
    }
    if ((first & 0x80) == 0 || length != bytes.remaining()) {
      throw new AssertionError("not one whole unmasked frame");
    }
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
