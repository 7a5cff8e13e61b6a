package io.tertulia.room;

import io.tertulia.room.MessageLog.Appended;
import org.jspecify.annotations.Nullable;

/**
 * Follows a message from who says it to the members of every node that hands it out. What is not
 * traced costs nothing: there is no span for it, and nothing travels with it. Any thread; never
 * blocks.
 */
public interface Tracing {
  /**
   * Somebody says something.
   *
   * @return null when it is not traced
   */
  @Nullable Say say(RoomId room);

  /**
   * An entry is about to be handed to the members of this node.
   *
   * @param traceparent of the say that it came from
   * @return null when it is not traced here
   */
  @Nullable FanOut fanOut(RoomId room, Entry entry, String traceparent);

  /** From when a say was accepted until the log answered. */
  interface Say {
    /** What names this span as a parent, as W3C Trace Context writes it. */
    String traceparent();

    /**
     * Ends it.
     *
     * @param appended null when the log gave no answer
     */
    void answered(@Nullable Appended appended);
  }

  /** From when a node heard an entry until its last member was served. */
  interface FanOut {
    /** Ends it. */
    void served(int members);
  }

  /**
   * @param endpoint where spans are sent by OTLP over HTTP, null for nowhere: nothing is traced
   * @param ratio which part of what is said is traced, 0 to 1
   * @param node the name of this node
   */
  record Settings(@Nullable String endpoint, double ratio, String node) {}

  Tracing OFF =
      new Tracing() {
        @Override
        public @Nullable Say say(RoomId room) {
          return null;
        }

        @Override
        public @Nullable FanOut fanOut(RoomId room, Entry entry, String traceparent) {
          return null;
        }
      };
}
