package io.tertulia.protocol;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the words on the wire: what a room, a cursor, a key, a name and a text may look
 * like.
 */
public final class Shapes {
  /** The longest name, in characters. */
  public static final int NAME_LENGTH = 64;

  private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern CURSOR = Pattern.compile("[a-z0-9]{8}:(0|[1-9][0-9]{0,14})");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._:@|~-]{1,128}");
  private static final Pattern MID = Pattern.compile("[A-Za-z0-9_-]{16}");
  private static final Pattern TOKEN_ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  /** Of one emoji, in UTF-16: what skin tones and joiners make longest has 15. */
  private static final int EMOJI_LENGTH = 32;

  /**
   * One picture: no digit, half flag or skin tone by itself; or one of a time to come, for which
   * Unicode keeps a place.
   */
  private static final String PICTURE =
      "(?:(?![#*0-9]|\\p{IsEmoji_Modifier}|[\\x{1F1E6}-\\x{1F1FF}])\\p{IsEmoji}"
          + "|[\\p{IsExtended_Pictographic}&&\\p{Cn}])";

  private static final String ELEMENT = PICTURE + "(?:\\p{IsEmoji_Modifier}|\\uFE0F)?";

  /** Unicode Technical Standard 51, ED-20 and ED-14 to ED-17: keycap, flags, and what is joined. */
  private static final Pattern EMOJI =
      Pattern.compile(
          "[#*0-9]\\uFE0F?\\u20E3"
              + "|[\\x{1F1E6}-\\x{1F1FF}]{2}"
              + "|\\x{1F3F4}[\\x{E0030}-\\x{E0039}\\x{E0061}-\\x{E007A}]{3,6}\\x{E007F}"
              + "|"
              + ELEMENT
              + "(?:\\u200D"
              + ELEMENT
              + ")*");

  /** What looks like text unless U+FE0F stands behind it. */
  private static final Pattern TEXTUAL =
      Pattern.compile("[\\p{IsEmoji}&&\\P{IsEmoji_Presentation}](?!\\p{IsEmoji_Modifier})");

  private static final Pattern LINE_END = Pattern.compile("\r\n?");

  /**
   * Letters, marks and symbols of no shape: Default_Ignorable_Code_Point of Unicode 17, as far as
   * the general category does not say it, and blanks (Braille, a null notehead, hieroglyphs).
   */
  private static final Pattern SHAPELESS =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2065\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0"
              + "\\uFFF0-\\uFFF8\\x{13441}\\x{13442}\\x{1D159}\\x{E0000}-\\x{E0FFF}]");

  /** Of the category of what formats, those that are seen: Prepended_Concatenation_Mark. */
  private static final Pattern SEEN_FORMAT =
      Pattern.compile("[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\x{110BD}\\x{110CD}]");

  private Shapes() {}

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

  /**
   * One emoji in the one way in which it is counted: fully qualified (UTS 51, ED-18), so that ❤ is
   * the same with U+FE0F and without. That is in NFC, too: no emoji has another form there.
   *
   * @return null for what is none
   */
  public static @Nullable String emoji(String word) {
    if (word.length() > EMOJI_LENGTH || !EMOJI.matcher(word).matches()) {
      return null;
    }
    return TEXTUAL.matcher(word.replace("\uFE0F", "")).replaceAll("$0\uFE0F");
  }

  /** What {@code from.id} may look like. */
  public static boolean isUser(String word) {
    return USER.matcher(word).matches();
  }

  /** The id of a token, or of a session. */
  public static boolean isTokenId(String word) {
    return TOKEN_ID.matcher(word).matches();
  }

  /** An address of IPv4 or IPv6 as a literal. */
  public static boolean isAddress(String word) {
    try {
      return ADDRESS.matcher(word).matches() && InetAddress.ofLiteral(word) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** One line of plain characters: nothing that hides, turns or breaks the line it is shown in. */
  public static boolean isName(String word) {
    return word.length() <= NAME_LENGTH
        && isVisible(word)
        && word.codePoints().allMatch(Shapes::isNameCharacter);
  }

  /** As a name, but it may be empty. */
  public static boolean isLine(String text) {
    return isUnicode(text) && text.codePoints().allMatch(Shapes::isNameCharacter);
  }

  /**
   * Any characters but control characters other than tab and line feed, and no half of a surrogate
   * pair.
   */
  public static boolean isText(String text) {
    return text.codePoints().allMatch(Shapes::isTextCharacter);
  }

  /** A text with one line feed for each end of a line, however it was written. */
  public static String withLineFeeds(String text) {
    return text.indexOf('\r') < 0 ? text : LINE_END.matcher(text).replaceAll("\n");
  }

  /** Whether there is something to see in it. */
  public static boolean isVisible(String text) {
    return text.codePoints().anyMatch(Shapes::isVisible);
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

  /** Whether a character by itself shows anything. The one place that says so. */
  public static boolean isVisible(int c) {
    if (c > ' ' && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> SEEN_FORMAT.matcher(Character.toString(c)).matches();
      default -> !SHAPELESS.matcher(Character.toString(c)).matches();
    };
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
