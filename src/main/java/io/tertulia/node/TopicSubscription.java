package io.tertulia.node;

import io.tertulia.node.NodeMessages.Listener;
import java.io.IOException;

/** A topic with its listener, for who has the bytes. On one thread at a time. */
public final class TopicSubscription<T> {
  private static final System.Logger LOG = System.getLogger(TopicSubscription.class.getName());

  private final Topic<T> topic;
  private final Listener<T> listener;
  private boolean understood = true;

  public TopicSubscription(Topic<T> topic, Listener<T> listener) {
    this.topic = topic;
    this.listener = listener;
  }

  /**
   * @param message as it was published; nobody changes the bytes
   */
  public void heard(byte[] message) {
    T decoded;
    try {
      decoded = topic.codec().decode(message);
    } catch (IOException e) {
      doesNotUnderstand(e);
      return;
    }
    listener.heard(decoded);
  }

  public void up() {
    listener.up();
  }

  public void down() {
    listener.down();
  }

  /** One line is enough: whoever speaks so goes on doing it. */
  private void doesNotUnderstand(IOException why) {
    if (understood) {
      understood = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "a message of another node was not understood and left out; is it of another release?"
              + " {0}",
          why.getClass().getSimpleName());
    }
  }
}
