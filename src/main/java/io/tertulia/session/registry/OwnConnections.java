package io.tertulia.session.registry;

import io.tertulia.room.mine.News;
import io.tertulia.session.Session;
import io.tertulia.session.mine.MineOperations;
import java.util.concurrent.RejectedExecutionException;

/** Tells the connections that a person has to this node what one of them did. Any thread. */
public final class OwnConnections implements News.Listener {
  private static final System.Logger LOG = System.getLogger(OwnConnections.class.getName());

  private final Clients clients;
  private final MineOperations operations;

  public OwnConnections(Clients clients, MineOperations operations) {
    this.clients = clients;
    this.operations = operations;
  }

  @Override
  public void told(News.Item item) {
    if (item.what() == News.What.UNLISTED && item.room() != null) {
      operations.unlisted(item.user(), item.room());
    }
    for (Session session : clients.of(item.user())) {
      try {
        session.loop().execute(() -> session.toldOfMine(item));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "the loop has ended, and its sockets with it", e);
      }
    }
  }
}
