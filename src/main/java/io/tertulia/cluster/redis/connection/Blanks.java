package io.tertulia.cluster.redis.connection;

import java.nio.charset.StandardCharsets;

/**
 * What Redis is asked to send so that nothing older stands in the buffer of a connection. The
 * client reads into a buffer that it keeps until more than 8 KiB of it were read.
 */
public final class Blanks {
  /** Once to get there, and once for what is kept then. */
  public static final int TIMES = 2;

  private static final String TEXT = " ".repeat(9 * 1024);

  private Blanks() {}

  public static String text() {
    return TEXT;
  }

  public static byte[] bytes() {
    return TEXT.getBytes(StandardCharsets.US_ASCII);
  }
}
