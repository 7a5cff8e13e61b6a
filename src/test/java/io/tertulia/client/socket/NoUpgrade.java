package io.tertulia.client.socket;

import java.io.IOException;

/** The server answered a handshake with something else. */
public final class NoUpgrade extends IOException {
  private static final long serialVersionUID = 1;
  private final String head;

  NoUpgrade(String head) {
    super("no upgrade: " + head.lines().findFirst().orElse(""));
    this.head = head;
  }

  /** The status line and the headers. */
  public String head() {
    return head;
  }
}
