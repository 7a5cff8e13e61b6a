package io.tertulia.protocol;

import org.jspecify.annotations.Nullable;

/** The sentences that more than one door says when it refuses something. */
public final class Refusals {
  public static final String ROOM =
      "A room is 1-64 characters of a-z 0-9 . _ -, and starts with a letter or digit.";
  public static final String NAME =
      "A name is 1-"
          + Shapes.NAME_LENGTH
          + " characters on one line, without control or direction characters, and with something to see.";

  /** To be put behind the field's name. */
  public static final String CURSOR =
      " must be a cursor as a reply gave it, epoch:seq, like k3v9x2ab:41.";

  private Refusals() {}

  /** What is wrong with a text whose lines end in line feeds, null when nothing is. */
  public static Event.@Nullable Error ofText(String text, Limits limits) {
    if (text.isEmpty()) {
      return Event.Error.ofField(0, "text", "text is empty: say something.");
    }
    if (!Shapes.isText(text)) {
      return Event.Error.ofField(
          0,
          "text",
          "text holds a control character other than tab and line feed, or half a surrogate pair.");
    }
    if (!Shapes.isVisible(text)) {
      return Event.Error.ofField(0, "text", "text shows nothing: say something that can be seen.");
    }
    if (Shapes.utf8Length(text) > limits.text()) {
      return new Event.Error(
          0,
          0,
          ErrorCode.TOO_LARGE,
          tooLarge("text", limits.text()),
          0,
          "text",
          0,
          Event.Error.NONE);
    }
    return null;
  }

  public static String tooLarge(String field, int limit) {
    return field + " is larger than " + limit + " bytes of UTF-8: split it.";
  }
}
