package io.tertulia.cluster.redis.log.reply;

import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.Standing;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Redis answers of a room's rules and people. */
public final class RuleReplies {
  private RuleReplies() {}

  /** From rules and what is kept of the reader, with which an answer begins. */
  public static Right right(Response answer, Authority reader) {
    RoomRules rules = answer.size() == 0 ? null : rules(word(answer, 0));
    Standing kept = answer.size() == 0 ? null : standing(word(answer, 1));
    return Right.of(
        reader, rules == null ? RoomRules.NONE : rules, kept == null ? Standing.NONE : kept);
  }

  public static RoomState state(Response meta, Response kept, List<String> people, long now) {
    RoomRules rules = rules(word(meta, 0));
    Map<String, Standing> found = new HashMap<>();
    for (int i = 0; i < people.size() && rules != null; i++) {
      Standing standing = standing(word(kept, i));
      if (standing != null) {
        found.put(people.get(i), standing);
      }
    }
    String top = word(meta, 3);
    return new RoomState(
        rules == null ? RoomRules.NONE : rules,
        Objects.requireNonNullElse(word(meta, 1), ""),
        Objects.requireNonNullElse(word(meta, 2), ""),
        top != null && !top.equals("0"),
        found,
        now);
  }

  private static @Nullable RoomRules rules(@Nullable String word) {
    return word == null || word.isEmpty() ? null : RoomRules.parse(word);
  }

  /** Null for none. */
  public static @Nullable RoomRules rules(Response answer, int index) {
    return rules(word(answer, index));
  }

  private static @Nullable Standing standing(@Nullable String word) {
    return word == null || word.isEmpty() ? null : Standing.parse(word);
  }

  private static @Nullable String word(Response answer, int index) {
    Response word = answer.get(index);
    return word == null ? null : word.toString();
  }
}
