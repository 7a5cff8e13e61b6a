package io.tertulia.cluster.node;

import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.room.RoomId;
import io.tertulia.room.mine.News;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What people's connections are told, by what the nodes tell each other. */
final class ClusterNews implements News {
  static final Topic<Item> MINE = new Topic<>("mine", new Words());

  private final NodeMessages messages;
  private volatile @Nullable Listener listener;

  /** Words with a space between: what, seq, announced, room or a hyphen, user, session. */
  private static final class Words implements Topic.Codec<Item> {
    private static final int PARTS = 6;
    private static final String NONE = "-";

    @Override
    public byte[] encode(Item item) {
      String words =
          String.join(
              " ",
              item.what().name(),
              String.valueOf(item.seq()),
              item.isAnnounced() ? "1" : "0",
              item.room() == null ? NONE : item.room().value(),
              item.user(),
              item.session());
      return words.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Item decode(byte[] bytes) throws IOException {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", PARTS);
      try {
        return new Item(
            parts[4],
            parts[5],
            parts[3].equals(NONE) ? null : new RoomId(parts[3]),
            What.valueOf(parts[0]),
            Long.parseLong(parts[1]),
            parts[2].equals("1"));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IOException(e);
      }
    }
  }

  ClusterNews(NodeMessages messages) {
    this.messages = messages;
    messages.listen(
        MINE,
        new NodeMessages.Listener<>() {
          @Override
          public void heard(Item item) {
            Listener to = listener;
            if (to != null) {
              to.told(item);
            }
          }

          @Override
          public void up() {
            // What was missed is asked for with the next inbox.
          }

          @Override
          public void down() {
            // As above.
          }
        });
  }

  @Override
  public void tell(Item item) {
    messages.publish(MINE, item);
  }

  @Override
  public void listen(Listener one) {
    listener = one;
  }
}
