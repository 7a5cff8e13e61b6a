package io.tertulia.format;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Shapes;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plain lines that a client without the sub-protocol reads. What a member said begins with one
 * word and a colon, or a pen when it is said instead of something else, on every line of it; no
 * line of the server begins so, and nobody can choose what stands before that but within the word.
 */
public final class BareText {
  /** What some programs break a line at, of what a text may hold. */
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\u2028\u2029]");

  /** What stands for the server's lines or for the end of a name, in any of its forms. */
  private static final String MARKS = "!:\uFE13\uFE15\uFE55\uFE57\uFF01\uFF1A\u2236\uA789";

  private static final Pattern TERMINAL = Pattern.compile("[\u007f-\u009f]");

  private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

  /** What may stand behind a language's two letters. */
  private static final String SUBTAG_ENDS = "-; \t";

  private static final String SAYS = ": ";
  private static final String EDITS = " ✎ ";
  private static final String DELETED = " ✗";

  /** Lines of one text that bare members see as lines. */
  static final int LINES = 100;

  private BareText() {}

  /** The languages of greeting and echo. */
  public enum Language {
    ES("Bienvenido al chat WebSocket!", "Servidor recibió"),
    EN("Welcome to the WebSocket chat!", "Server received");

    private final String greeting;
    private final String echo;

    Language(String greeting, String echo) {
      this.greeting = greeting;
      this.echo = echo;
    }

    /**
     * The language a client prefers, Spanish when it does not say or speaks neither. One pass over
     * a stranger's bytes: the JDK's own parser takes seconds for a header of some thousand ranges.
     *
     * @param acceptLanguage RFC 9110 §12.5.4, null when there was none; an ill-formed range of it
     *     counts as none
     */
    public static Language preferred(@Nullable String acceptLanguage) {
      Language best = ES;
      double most = 0;
      for (String range : acceptLanguage == null ? new String[0] : acceptLanguage.split(",")) {
        Language spoken = spoken(range.strip());
        double weight = spoken == null ? 0 : weight(range);
        if (spoken != null && weight > most) {
          best = spoken;
          most = weight;
        }
      }
      return best;
    }

    /** The language of a range by its first subtag, null for one that is not spoken here. */
    private static @Nullable Language spoken(String range) {
      if (range.length() < 2 || (range.length() > 2 && SUBTAG_ENDS.indexOf(range.charAt(2)) < 0)) {
        return null;
      }
      return switch (range.substring(0, 2).toLowerCase(Locale.ROOT)) {
        case "es" -> ES;
        case "en" -> EN;
        default -> null;
      };
    }

    /** {@code ;q=} of a range, from 0 to 1 with at most three digits (RFC 9110 §12.4.2). */
    private static double weight(String range) {
      int semicolon = range.indexOf(';');
      if (semicolon < 0) {
        return 1;
      }
      String word = range.substring(semicolon + 1).strip();
      return WEIGHT.matcher(word).matches() ? Double.parseDouble(word.substring(2)) : 0;
    }

    public String greeting() {
      return greeting;
    }

    /** What its sender sees of a text, at the text's place in the room's order. */
    public String echo(String text) {
      return lines(echo + SAYS, text);
    }

    /** The same of what its sender says instead of something else. */
    public String echoOfEdit(String text) {
      return lines(echo + EDITS, text);
    }
  }

  /** What everybody but the sender sees of a message. */
  public static Frame shown(Event.From from, Body body) {
    return switch (body) {
      case Body.Text text -> Frame.text(line(from.name(), text.text()));
      case Body.Data data -> Frame.text(line(from.name(), plain(data.json())));
      case Body.Bytes bytes -> Frame.text(binary(from.name(), bytes.bytes().length));
    };
  }

  /** A text as others see it. */
  public static String line(String name, String text) {
    return lines(word(name) + SAYS, text);
  }

  /** What everybody but the editor sees of what is said instead of something else. */
  static Frame edited(Event.From by, Body body) {
    return switch (body) {
      case Body.Text text -> Frame.text(lines(word(by.name()) + EDITS, text.text()));
      case Body.Data data -> Frame.text(lines(word(by.name()) + EDITS, plain(data.json())));
      case Body.Bytes bytes -> Frame.text(binary(by.name(), bytes.bytes().length));
    };
  }

  /** What everybody sees of a message of which nothing is left, and of who took it away. */
  static Frame deleted(Event.From who) {
    return Frame.text(word(who.name()) + DELETED);
  }

  /** Bytes are shown to who asked for them: a terminal would obey what stands in them. */
  private static String binary(String name, int size) {
    return "! binary: " + word(name) + " sent " + size + " bytes; connect with ?binary=1 for them.";
  }

  /**
   * A name as one word: what parts words, looks as if it did, or marks a line of the server becomes
   * a low line.
   */
  static String word(String name) {
    return name.codePoints()
        .map(c -> isInWord(c) ? c : '_')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** What takes no width, as between the parts of an emoji, parts nothing. */
  private static boolean isInWord(int c) {
    int type = Character.getType(c);
    return MARKS.indexOf(c) < 0
        && (Shapes.isVisible(c) || type == Character.FORMAT || type == Character.NON_SPACING_MARK);
  }

  /**
   * Each further line begins as the first, so that nobody can forge another's line or the server's.
   * Above {@value #LINES} lines a mark stands for the break: a text of line feeds alone would else
   * grow by the length of the start for each of its bytes.
   */
  private static String lines(String start, String text) {
    int[] lines = {1};
    return start
        + LINE_BREAK
            .matcher(text)
            .replaceAll(
                found ->
                    lines[0]++ < LINES ? Matcher.quoteReplacement(found.group() + start) : "⏎");
  }

  /** JSON with the characters escaped that it may hold raw and a terminal would obey. */
  private static String plain(String json) {
    return TERMINAL
        .matcher(json)
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** In place of an entry that cannot be put into a line. */
  public static String unreadable() {
    return "! unreadable: a message of this room cannot be shown here.";
  }

  /** What a change of a room's rules or people looks like; ids stand as words. */
  static String change(Event change) {
    return switch (change) {
      case Event.RoomChanged room ->
          "! room: "
              + word(room.by().name())
              + " changed it: "
              + room.read()
              + " may read, "
              + room.say()
              + " may say something.";
      case Event.MemberChanged member ->
          "! member: " + word(member.by().name()) + " " + deed(member) + ".";
      default -> throw new IllegalArgumentException("no change of a room: " + change);
    };
  }

  private static String deed(Event.MemberChanged member) {
    String user = word(member.user());
    if (member.kicked()) {
      return "put " + user + " out";
    }
    if (member.banned() != null) {
      return (member.banned() ? "banned " : "lifted the ban of ") + user;
    }
    if (member.muted() != null) {
      return (member.muted() ? "muted " : "unmuted ") + user;
    }
    return "made " + user + " " + (member.role() == null ? "what it was" : member.role());
  }

  public static String refusal(Event.Error error) {
    return "! " + error.code().code() + " " + error.code().wireName() + ": " + error.message();
  }

  public static String reset(Event.Reset reset) {
    return "! reset: some messages of this room could not be delivered ("
        + reset.reason().name().toLowerCase(Locale.ROOT)
        + ").";
  }

  public static String left(Event.Left left) {
    String end =
        left.until() > 0 && left.until() < Event.FOREVER
            ? " until " + Instant.ofEpochMilli(left.until())
            : "";
    return switch (left.reason()) {
      case KICKED -> "! left: you were put out of this room, and may come back.";
      case BANNED -> "! left: you are banned from this room" + end + ".";
      case REMOVED -> "! left: this room is for its members.";
      case CLOSED -> "! left: this room was closed.";
    };
  }

  /** For who had to wait. */
  public static String joined() {
    return "! joined: you are in the room now; what was said meanwhile is not shown.";
  }

  public static String goaway(Event.Goaway goaway) {
    return "! goaway: this node is going away (" + goaway.reason() + "); connect again.";
  }
}
