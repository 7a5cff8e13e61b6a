package io.tertulia.room.members;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A room as it was found, to be judged by.
 *
 * @param title empty for none
 * @param topic empty for none
 * @param isUsed whether anything was ever said there
 * @param people of those who were asked for, who is known
 * @param now milliseconds since 1970 UTC, of the log
 */
public record RoomState(
    RoomRules rules,
    String title,
    String topic,
    boolean isUsed,
    Map<String, Standing> people,
    long now) {
  public Right right(Authority who) {
    return Right.of(who, rules, standing(who.id()));
  }

  public Standing standing(String user) {
    Standing known = find(user);
    return known == null ? Standing.NONE : known;
  }

  public @Nullable Standing find(String user) {
    return people.get(user);
  }
}
