package io.tertulia.room.access;

import io.tertulia.room.access.Audit.Act;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An act as one line of the log: names and quoted values, in which nothing begins a new line. */
public final class AuditLine {
  private static final System.Logger LOG = System.getLogger("tertulia.audit");

  private AuditLine() {}

  /** Any thread. */
  public static void log(Act act) {
    LOG.log(System.Logger.Level.INFO, () -> of(act));
  }

  static String of(Act act) {
    StringBuilder line = new StringBuilder(128);
    field(line, "action", act.action());
    field(line, "outcome", act.outcome());
    field(line, "by", act.actor());
    field(line, "on", act.target());
    field(line, "room", act.room() == null ? null : act.room().value());
    field(line, "address", act.address());
    field(line, "reason", act.reason());
    field(line, "times", act.times() == 1 ? null : String.valueOf(act.times()));
    return line.toString();
  }

  private static void field(StringBuilder line, String name, @Nullable String value) {
    if (value != null) {
      line.append(line.isEmpty() ? "" : " ").append(name).append("=\"");
      value.codePoints().forEach(c -> character(line, c));
      line.append('"');
    }
  }

  /** What ends a line, turns it round or stands for nothing is written as its number. */
  private static void character(StringBuilder line, int c) {
    if (c == '"' || c == '\\') {
      line.append('\\').append((char) c);
    } else if (isPlain(c)) {
      line.appendCodePoint(c);
    } else {
      line.append(String.format(Locale.ROOT, "\\u{%x}", c));
    }
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
