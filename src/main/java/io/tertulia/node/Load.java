package io.tertulia.node;

import java.util.List;

/** What the other nodes of the cluster carry. Any thread. */
public interface Load {
  /** How many sockets each has open, as it said last; without those that take nobody. */
  List<Integer> sockets();
}
