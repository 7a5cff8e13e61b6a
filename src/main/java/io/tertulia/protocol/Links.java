package io.tertulia.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what a message points at.
 *
 * @param replyTo the mid of the message that this one answers
 * @param thread the mid of the message whose thread this one is in
 * @param mentions ids of people
 * @param room whether everybody in the room is meant
 */
public record Links(
    @Nullable String replyTo, @Nullable String thread, List<String> mentions, boolean room) {
  public static final Links NONE = new Links(null, null, List.of(), false);

  public Links {
    mentions = List.copyOf(mentions);
  }

  public static Links replyTo(@Nullable String mid) {
    return mid == null ? NONE : new Links(mid, null, List.of(), false);
  }
}
