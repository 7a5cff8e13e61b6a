package io.tertulia.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's user may do in Redis: people have copied the list, so nodes can do with no more.
 */
public final class NodeRights {
  private static final Path DOCUMENT = Path.of("src/docs/operations.md");

  private static final Pattern LIST =
      Pattern.compile("user,? tertulia,? .*?\\n\\s*(END|env:)", Pattern.DOTALL);

  private static final Pattern RIGHT = Pattern.compile("\\+[a-z|]+");

  private NodeRights() {}

  /** {@code +ping} and so on, as the operator's handbook has them. */
  public static Set<String> documented() {
    try {
      return in(Files.readString(DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the list in a text that makes the user {@code tertulia}. */
  static Set<String> in(String text) {
    Matcher list = LIST.matcher(text);
    assertThat(list.find()).as("a list of rights").isTrue();
    Set<String> rights = new TreeSet<>();
    RIGHT.matcher(list.group()).results().forEach(right -> rights.add(right.group()));
    return rights;
  }

  /**
   * What makes a Redis have a user with these rights, beside the one who may do everything.
   *
   * @param prefix what keys and channels begin with
   * @param more other options of Redis
   */
  public static String[] options(String prefix, String... more) {
    List<String> words = new ArrayList<>(List.of("--user", "node", "on", ">secret"));
    words.addAll(List.of("~" + prefix + "*", "resetchannels", "&" + prefix + "*", "-@all"));
    words.addAll(documented());
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** How a node names a Redis that was started with these options. */
  public static String url(RedisServer redis) {
    return "redis://node:secret@127.0.0.1:" + redis.port();
  }
}
