package io.tertulia.room.members;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a room's policy: only what somebody changed; the rest follows the default for
 * its name.
 *
 * @param version grows by one with each change of policy or people
 * @param read null for the default
 * @param say null for the default
 * @param owners people whose role is owner
 * @param people of whom anything was ever stored, at most {@value #MOST}
 */
public record RoomRules(
    long version,
    Policy.@Nullable Read read,
    Policy.@Nullable Say say,
    int slow,
    int owners,
    int people) {
  /** People of one room: some 90 bytes each in Redis. */
  public static final int MOST = 200_000;

  /** Of a room that nobody configured. */
  public static final RoomRules NONE = new RoomRules(0, null, null, 0, 0, 0);

  private static final String DEFAULT = "-";
  private static final int PARTS = 6;

  /** The other way round of {@link #text}. */
  public static RoomRules parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not the rules of a room: " + text);
    }
    return new RoomRules(
        Long.parseLong(parts[0]),
        parts[1].equals(DEFAULT) ? null : Policy.Read.valueOf(parts[1].toUpperCase(Locale.ROOT)),
        parts[2].equals(DEFAULT) ? null : Policy.Say.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        Integer.parseInt(parts[5]));
  }

  /** As the scripts read it. */
  public String text() {
    return version
        + " "
        + (read == null ? DEFAULT : read.wireName())
        + " "
        + (say == null ? DEFAULT : say.wireName())
        + " "
        + slow
        + " "
        + owners
        + " "
        + people;
  }

  /** What the room allows. */
  public Policy over(Policy byDefault) {
    return new Policy(
        read == null ? byDefault.read() : read, say == null ? byDefault.say() : say, slow);
  }

  public boolean exist() {
    return version > 0;
  }

  /** These rules after a change of what is stored of one person. */
  public RoomRules with(@Nullable Standing before, Standing after) {
    boolean was = before != null && before.role() == Role.OWNER;
    boolean is = after.role() == Role.OWNER;
    return new RoomRules(
        version + 1,
        read,
        say,
        slow,
        owners + (is ? 1 : 0) - (was ? 1 : 0),
        people + (before == null ? 1 : 0));
  }
}
