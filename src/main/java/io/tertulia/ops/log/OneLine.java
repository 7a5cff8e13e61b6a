package io.tertulia.ops.log;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What somebody outside wrote may stand in a line of the log, but not begin one, nor move the
 * cursor of the terminal that shows it. Here for all lines, whoever writes them.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {
  /** Control characters other than tab, the other ends of a line, and what turns its direction. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

  /** Causes of a failure that are looked at. */
  private static final int DEPTH = 16;

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record instanceof ExtLogRecord line) {
      String message = MESSAGE.format(line);
      if (isUnsafe(message)) {
        line.setMessage(escape(message), ExtLogRecord.FormatStyle.NO_FORMAT);
        line.setParameters(null);
      }
    }
    if (isUnsafe(record.getThrown())) {
      record.setThrown(new Escaped(record.getThrown()));
    }
    return true;
  }

  static String escape(String text) {
    return UNSAFE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(escape(found.group().charAt(0))));
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format("\\u%04x", (int) c);
    };
  }

  private static boolean isUnsafe(String text) {
    return UNSAFE.matcher(text).find();
  }

  private static boolean isUnsafe(@Nullable Throwable failure) {
    Throwable one = failure;
    for (int i = 0; one != null && i < DEPTH; i++) {
      if (one.getMessage() != null && isUnsafe(one.getMessage())) {
        return true;
      }
      one = one.getCause();
    }
    return false;
  }

  /** A failure with the words of another that can be shown, from the same place. */
  private static final class Escaped extends Throwable {
    private static final long serialVersionUID = 1;

    private Escaped(Throwable failure) {
      super(
          escape(failure.toString()),
          failure.getCause() == null ? null : new Escaped(failure.getCause()));
      setStackTrace(failure.getStackTrace());
    }

    /** The failure's own kind stands in its words already. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
