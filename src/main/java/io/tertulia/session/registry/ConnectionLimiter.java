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
   * @return whether no more than it may have are there of this address, the newest included
   */
  public boolean allows(String address) {
    return clients.from(address).size() <= mostPerAddress;
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
