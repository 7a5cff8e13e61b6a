package io.tertulia.protocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The shapes of the words on the wire: what a room, a cursor, a key, a name and a text may look
 * like.
 */
public final class Words {
  /** The longest name, in characters. */
  public static final int NAME_LENGTH = 64;

  private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern CURSOR = Pattern.compile("[a-z0-9]{8}:(0|[1-9][0-9]{0,14})");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern MID = Pattern.compile("[A-Za-z0-9_-]{16}");

  private Words() {}

  public static boolean isRoom(String word) {
    return ROOM.matcher(word).matches();
  }

  public static boolean isCursor(String word) {
    return CURSOR.matcher(word).matches();
  }

  public static boolean isKey(String word) {
    return KEY.matcher(word).matches();
  }

  public static boolean isMid(String word) {
    return MID.matcher(word).matches();
  }

  /** One line of plain characters: nothing that hides, turns or breaks the line it is shown in. */
  public static boolean isName(String word) {
    return word.length() <= NAME_LENGTH
        && word.codePoints().anyMatch(Words::isVisible)
        && word.codePoints().allMatch(Words::isNameCharacter);
  }

  /**
   * Any characters but control characters other than tab and line feed, and no half of a surrogate
   * pair.
   */
  public static boolean isText(String text) {
    return text.codePoints().allMatch(Words::isTextCharacter);
  }

  /** Whether every character can be written as UTF-8: no half of a surrogate pair. */
  public static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  public static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isTextCharacter(int c) {
    return c == '\t' || c == '\n' || !isControl(c);
  }

  private static boolean isNameCharacter(int c) {
    return switch (Character.getType(c)) {
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> !isControl(c) && !isBidi(c);
    };
  }

  private static boolean isVisible(int c) {
    int type = Character.getType(c);
    return type != Character.SPACE_SEPARATOR && type != Character.FORMAT;
  }

  private static boolean isControl(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }

  /** The characters of UAX #9 that turn the direction of what follows them. */
  private static boolean isBidi(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
