package io.tertulia.ops.health;

import io.tertulia.format.BareText.Language;
import io.tertulia.format.Frame;
import io.tertulia.protocol.CloseCode;
import io.tertulia.session.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** The node's connection with itself: no socket, the frames end here. On its loop only. */
final class ProbeConnection implements Connection {
  static final Language LANGUAGE = Language.EN;

  private static final String ID = "self-probe";
  private static final String REFUSAL = "! ";

  private final Executor loop;
  private final SelfProbe probe;
  private byte[] expected = new byte[0];
  private boolean broken;

  ProbeConnection(Executor loop, SelfProbe probe) {
    this.loop = loop;
    this.probe = probe;
  }

  /** The text that its sender waits to hear. */
  void expect(String text) {
    expected = Frame.text(LANGUAGE.echo(text)).bytes();
  }

  /** Whether it was refused something or closed. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String address() {
    return ID;
  }

  @Override
  public long openedAt() {
    return 0;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public void write(Frame frame) {
    String text = new String(frame.bytes(), StandardCharsets.UTF_8);
    int refusal = text.indexOf(REFUSAL);
    if (Arrays.equals(frame.bytes(), expected)) {
      probe.heard();
    } else if (refusal >= 0 && !broken) {
      // The first one is the reason; what is refused afterwards follows from it.
      broken = true;
      probe.refused(text.substring(refusal + REFUSAL.length()));
    }
  }

  @Override
  public long queuedBytes() {
    return 0;
  }

  @Override
  public void reading(boolean on) {}

  @Override
  public void abort() {
    broken = true;
  }

  @Override
  public void close(CloseCode code) {
    if (!broken) {
      broken = true;
      probe.refused(code.code() + " " + code.reason());
    }
  }
}
