package io.tertulia.trial.journal;

/** A place in a room's log, as it stands on the wire: {@code epoch:seq}. */
public record Cursor(String epoch, long seq) {
  public static Cursor parse(String text) {
    int colon = text.lastIndexOf(':');
    return new Cursor(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return epoch + ":" + seq;
  }
}
