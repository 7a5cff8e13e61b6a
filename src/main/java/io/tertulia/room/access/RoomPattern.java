package io.tertulia.room.access;

/** Names of rooms by a pattern, in which a star stands for any characters, also none. */
public final class RoomPattern {
  private RoomPattern() {}

  /** In time that grows with both lengths at most: patterns come from tokens. */
  public static boolean matches(String pattern, String room) {
    int at = 0;
    int next = 0;
    int star = -1;
    int from = 0;
    while (next < room.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        from = next;
      } else if (at < pattern.length() && pattern.charAt(at) == room.charAt(next)) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++from;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
