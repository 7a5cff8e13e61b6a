package io.tertulia.room.members;

import org.jspecify.annotations.Nullable;

/**
 * What an entry changes when it is stored, if the room is still as it was when that was judged.
 *
 * @param version of the rules that were judged by; 0 for none
 * @param onlyUnused whether nothing may have been said meanwhile
 * @param rules from now on
 * @param title null stays as it is
 * @param topic null stays as it is
 * @param person null when only the policy changes
 */
public record RuleChange(
    long version,
    boolean onlyUnused,
    RoomRules rules,
    @Nullable String title,
    @Nullable String topic,
    @Nullable Person person)
    implements Warrant {
  /** What is stored of somebody from now on. */
  public record Person(String user, Standing standing) {}
}
