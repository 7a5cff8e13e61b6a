package io.tertulia.node;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * One kind of message between nodes: where it is said, and what it is in bytes. A topic has a
 * channel of its own, so that nodes of an older release, which do not know it, do not hear it.
 *
 * @param name of the channel, behind what all names of the installation begin with: a word of
 *     lower-case letters and hyphens
 */
public record Topic<T>(String name, Codec<T> codec) {
  private static final Pattern WORD = Pattern.compile("[a-z-]+");

  /** A message as bytes, and back. Any thread. */
  public interface Codec<T> {
    byte[] encode(T message);

    /**
     * @throws IOException when it is no message of this release
     */
    T decode(byte[] bytes) throws IOException;
  }

  public Topic {
    if (!WORD.matcher(name).matches()) {
      throw new IllegalArgumentException("a topic is a word, not \"" + name + "\"");
    }
  }
}
