package io.tertulia.cluster.presence;

import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.node.TopicSubscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The nodes' channel in memory: it can lose what it should carry, and be away. */
final class ChannelHub {
  final List<Place> places = new ArrayList<>();

  /** Every message that was taken, as it was. */
  final List<byte[]> carried = new ArrayList<>();

  /** Whether a message gets lost on its way to a place. */
  BiPredicate<Place, byte[]> loses = (to, message) -> false;

  /** Where one node is connected. */
  final class Place implements NodeMessages {
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private @Nullable TopicSubscription<?> topic;
    private boolean up;

    @Override
    public <T> void listen(Topic<T> only, Listener<T> listener) {
      topic = new TopicSubscription<>(only, listener);
    }

    @Override
    public <T> void publish(Topic<T> to, T message) {
      publish(to.codec().encode(message));
    }

    void publish(byte[] message) {
      if (up) {
        carried.add(message);
        places.stream()
            .filter(to -> to.up && !loses.test(to, message))
            .forEach(to -> to.waiting.add(message));
      }
    }

    void up() {
      if (!up) {
        up = true;
        Objects.requireNonNull(topic).up();
      }
    }

    void down() {
      if (up) {
        cutSilently();
        Objects.requireNonNull(topic).down();
      }
    }

    /** Nothing comes or goes, and nobody has noticed yet. */
    void cutSilently() {
      up = false;
      waiting.clear();
    }

    void deliver() {
      for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
        Objects.requireNonNull(topic).heard(next);
      }
    }
  }

  Place place() {
    Place place = new Place();
    places.add(place);
    return place;
  }
}
