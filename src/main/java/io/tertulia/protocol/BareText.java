package io.tertulia.protocol;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The plain lines that a client without the sub-protocol reads. */
public final class BareText {
  private static final Locale SPANISH = Locale.of("es");

  /** What some programs break a line at, of what a text may hold. */
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\u2028\u2029]");

  private static final Pattern TERMINAL = Pattern.compile("[\u007f-\u009f]");

  private static final List<Locale> SPOKEN = List.of(SPANISH, Locale.ENGLISH);

  /** Lines of one text that bare members see as lines. */
  static final int LINES = 100;

  private BareText() {}

  /** The languages of greeting and echo. */
  public enum Language {
    ES("Bienvenido al chat WebSocket!", "Servidor recibió: "),
    EN("Welcome to the WebSocket chat!", "Server received: ");

    private final String greeting;
    private final String echo;

    Language(String greeting, String echo) {
      this.greeting = greeting;
      this.echo = echo;
    }

    /**
     * The language a client prefers, Spanish when it does not say or speaks neither.
     *
     * @param acceptLanguage RFC 9110 §12.5.4, null when there was none; ill-formed counts as none
     */
    public static Language preferred(@Nullable String acceptLanguage) {
      if (acceptLanguage == null || acceptLanguage.isBlank()) {
        return ES;
      }
      try {
        Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN);
        return Locale.ENGLISH.equals(found) ? EN : ES;
      } catch (IllegalArgumentException e) {
        return ES;
      }
    }

    public String greeting() {
      return greeting;
    }

    /** What its sender sees of a text, at the text's place in the room's order. */
    public String echo(String text) {
      return echo + text;
    }
  }

  /** What everybody but the sender sees of a message. */
  public static Frame shown(Event.From from, Body body) {
    return switch (body) {
      case Body.Text text -> Frame.text(line(from.name(), text.text()));
      case Body.Data data -> Frame.text(line(from.name(), plain(data.json())));
      case Body.Bytes bytes -> Frame.binary(bytes.bytes());
    };
  }

  /**
   * A text as others see it. Each further line repeats the name, so that nobody can forge another's
   * line. Above {@value #LINES} lines a mark stands for the break: a text of line feeds alone would
   * else grow by the length of the name for each of its bytes.
   */
  public static String line(String name, String text) {
    String start = name + ": ";
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

  public static String refusal(Event.Error error) {
    return "! " + error.code().code() + " " + error.code().wireName() + ": " + error.message();
  }

  public static String reset(Event.Reset reset) {
    return "! reset: some messages of this room could not be delivered ("
        + reset.reason().name().toLowerCase(Locale.ROOT)
        + ").";
  }

  public static String goaway(Event.Goaway goaway) {
    return "! goaway: this node is going away (" + goaway.reason() + "); connect again.";
  }
}
