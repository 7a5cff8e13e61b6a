package io.tertulia.transport.front.connection;

/**
 * What may come to the port at once.
 *
 * @param connections that are no sockets
 * @param bytes of requests that are not answered yet
 * @param upgrades a second of one address; twice as many at once
 * @param body bytes of the largest
 */
public record FrontLimits(Share connections, Share bytes, int upgrades, long body) {
  /**
   * @param inAll of everybody together
   * @param each of one address
   */
  public record Share(long inAll, long each) {}
}
