package io.tertulia.cluster.redis.connection;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that the connections of one node lead to one Redis, and that it is a master. A Redis
 * that is demoted closes nothing, and where an address leads to is asked only when a connection is
 * made: so a node could go on asking one Redis and hear another, for ever. When that is seen, all
 * of them are ended and made anew. On the loop.
 */
public final class OneMaster {
  /** Why a connection to a replica is not taken, or is ended. */
  public static final String REPLICA = "it is a replica, which stores nothing";

  private static final String MOVED = "its address leads to another Redis now";

  private static final System.Logger LOG = System.getLogger(OneMaster.class.getName());

  /** One of the connections. */
  public interface Link {
    /**
     * Asked while it is up. Fails when it gave no answer, which says nothing.
     *
     * @return whether its Redis is still a master
     */
    CompletionStage<Boolean> isMaster();

    /** Ends it, if it is up, and makes another. */
    void end(String why);
  }

  /** Those that are up, and the server that each reached. */
  private final Map<Link, String> servers = new LinkedHashMap<>();

  /** Whether the log has a line of the connections' disagreement. */
  private boolean told;

  /**
   * @param server names the process, as its greeting did: two connections to one process are to one
   *     master, whatever it calls its replication
   */
  public void up(Link link, String server) {
    servers.put(link, server);
    if (new HashSet<>(servers.values()).size() > 1) {
      LOG.log(
          told ? Level.DEBUG : Level.WARNING,
          "two connections to Redis reach different servers: all of them are made anew");
      told = true;
      endAll(MOVED);
    }
  }

  public void down(Link link, String why) {
    servers.remove(link);
    if (why.equals(REPLICA)) {
      endAll(why);
    }
  }

  /** To be called about once a second: a replica without writers refuses nobody. */
  public void ask() {
    told &= servers.size() < 2;
    for (Link link : List.copyOf(servers.keySet())) {
      link.isMaster()
          .thenAccept(
              master -> {
                if (!master) {
                  endAll(REPLICA);
                }
              });
    }
  }

  private void endAll(String why) {
    List<Link> all = List.copyOf(servers.keySet());
    servers.clear();
    all.forEach(link -> link.end(why));
  }
}
