package io.tertulia.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Keeps what is logged from INFO on, until it is closed. Any thread. */
public final class LoggedLines implements AutoCloseable {
  private final List<LogRecord> records = new ArrayList<>();
  private final Logger logger;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          keep(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LoggedLines(String logger) {
    this.logger = Logger.getLogger(logger);
    this.logger.addHandler(handler);
  }

  /**
   * @param logger the name of a class or package; empty for everything
   */
  public static LoggedLines of(String logger) {
    return new LoggedLines(logger);
  }

  private synchronized void keep(LogRecord line) {
    if (line.getLevel().intValue() >= Level.INFO.intValue()) {
      records.add(line);
    }
  }

  /** So far. */
  public synchronized List<LogRecord> records() {
    return List.copyOf(records);
  }

  /**
   * So far, one for each.
   *
   * @param pattern of the log manager: {@code %s} is the message, {@code %p} the level
   */
  public List<String> lines(String pattern) {
    PatternFormatter formatter = new PatternFormatter(pattern);
    return records().stream().map(formatter::format).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
