package io.tertulia.session.registry;

/** Says when nobody more is let in, whatever door stands open. Any thread. */
public final class ConnectionLimiter {
  private final Clients clients;
  private final int most;
  private final int mostPerAddress;
  private volatile boolean shut;

  /**
   * @param most clients of this node at once
   * @param mostPerAddress clients of one address at once
   */
  public ConnectionLimiter(Clients clients, int most, int mostPerAddress) {
    this.clients = clients;
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /**
   * @param ofAddress how many are there of one address, the newest included
   * @return whether it may have so many
   */
  public boolean allows(int ofAddress) {
    return ofAddress <= mostPerAddress;
  }

  public boolean isFull() {
    return clients.count() >= most;
  }

  /** From now on nobody is let in. */
  public void shut() {
    shut = true;
  }

  public boolean isShut() {
    return shut;
  }
}
