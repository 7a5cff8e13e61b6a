package io.tertulia.protocol;

/** What a message says. */
public sealed interface Body {
  record Text(String text) implements Body {}

  /**
   * Any JSON value.
   *
   * @param json as it was written, without the white space between its parts
   */
  record Data(String json) implements Body {}

  /** A binary message of a bare client; base64 on the JSON wire. */
  record Bytes(byte[] bytes) implements Body {}
}
