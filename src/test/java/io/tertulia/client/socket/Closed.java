package io.tertulia.client.socket;

import java.io.IOException;

/** The server closed the connection with a code. */
public final class Closed extends IOException {
  private static final long serialVersionUID = 1;
  private final int code;

  Closed(int code) {
    super("closed with " + code);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
