package io.tertulia.room.overlay;

import io.tertulia.room.Entry;
import io.tertulia.room.amendment.Amendment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message, beside the message itself: all that was done to it, folded. A message
 * that was deleted has none: its JSON says so.
 *
 * <p>It grows by one amendment after the other and needs nothing but the amendment for that: so who
 * applied every entry, and who begins with the folded message and applies what has a higher seq
 * than {@code rev}, hold the same.
 *
 * @param rev seq of the last amendment in it
 * @param edited null when it says what it said first
 * @param reactions in the order in which they came
 * @param replies in its thread, null for none
 */
public record Overlay(
    long rev, @Nullable Edited edited, List<Reaction> reactions, @Nullable Replies replies) {
  /** People that are named of those who reacted with one emoji. */
  static final int NAMED = 10;

  /** People that are named of those who replied. */
  static final int REPLIERS = 5;

  /** What each part weighs: an object, a list, a place in a map. */
  private static final long PART = 120;

  /** What a word weighs beside its characters. */
  private static final long WORD = 64;

  private static final Overlay NOTHING = new Overlay(0, null, List.of(), null);

  public Overlay {
    reactions = List.copyOf(reactions);
  }

  /**
   * @param at milliseconds since 1970 UTC
   * @param said its end, as {@link StoredJson#said} cuts it
   * @param status how it ended when it is no edit, but the end of a message that grew; else null
   */
  public record Edited(long at, byte[] said, @Nullable String status) {
    public Edited(long at, byte[] said) {
      this(at, said, null);
    }
  }

  /**
   * @param count people
   * @param by the ids of some of them: who came while fewer than ten were named
   */
  public record Reaction(String emoji, long count, List<String> by) {
    public Reaction {
      by = List.copyOf(by);
    }
  }

  /**
   * @param count how many were ever said, deleted ones too
   * @param last when the newest was said, milliseconds since 1970 UTC
   * @param by the ids of the first five people
   */
  public record Replies(long count, long last, List<String> by) {
    public Replies {
      by = List.copyOf(by);
    }
  }

  /**
   * This overlay, or a new one, after one more entry about its message. Not for a deletion: that
   * leaves no overlay.
   *
   * @param before null for none
   */
  static Overlay after(@Nullable Overlay before, Told told) {
    Overlay old = before == null ? NOTHING : before;
    return switch (told.amendment()) {
      case Amendment.Edit edit ->
          new Overlay(told.seq(), new Edited(told.at(), told.said()), old.reactions, old.replies);
      case Amendment.Finish(String ref, String status) ->
          new Overlay(
              told.seq(), new Edited(told.at(), told.said(), status), old.reactions, old.replies);
      case Amendment.React(String ref, List<String> set) ->
          new Overlay(told.seq(), old.edited, old.reacted(told, set), old.replies);
      case Amendment.Reply reply ->
          new Overlay(told.seq(), old.edited, old.reactions, old.replied(told));
      case Amendment.Delete delete ->
          throw new IllegalArgumentException("what was deleted has no overlay");
    };
  }

  private List<Reaction> reacted(Told told, List<String> set) {
    List<Reaction> now = new ArrayList<>();
    for (Reaction reaction : reactions) {
      boolean taken = told.before().contains(reaction.emoji) && !set.contains(reaction.emoji);
      Reaction left = taken ? without(reaction, told.by()) : reaction;
      if (left.count > 0) {
        now.add(left);
      }
    }
    for (String emoji : set) {
      if (!told.before().contains(emoji)) {
        add(now, emoji, told.by());
      }
    }
    return now;
  }

  private static Reaction without(Reaction reaction, String who) {
    List<String> by = new ArrayList<>(reaction.by);
    by.remove(who);
    return new Reaction(reaction.emoji, reaction.count - 1, by);
  }

  private static void add(List<Reaction> to, String emoji, String who) {
    for (int i = 0; i < to.size(); i++) {
      Reaction there = to.get(i);
      if (there.emoji.equals(emoji)) {
        to.set(i, new Reaction(emoji, there.count + 1, named(there.by, who, NAMED)));
        return;
      }
    }
    to.add(new Reaction(emoji, 1, List.of(who)));
  }

  private static List<String> named(List<String> by, String who, int most) {
    if (by.size() == most || by.contains(who)) {
      return by;
    }
    List<String> more = new ArrayList<>(by);
    more.add(who);
    return more;
  }

  private Replies replied(Told told) {
    return replies == null
        ? new Replies(1, told.at(), List.of(told.by()))
        : new Replies(replies.count + 1, told.at(), named(replies.by, told.by(), REPLIERS));
  }

  /** The message as it is now; one that was deleted stays as it is. */
  public Entry onto(Entry message) {
    byte[] said = edited == null ? new byte[0] : edited.said;
    byte[] json = edited == null ? message.json() : StoredJson.grown(message.json());
    return message.saying(StoredJson.with(json, fields(), said));
  }

  /** What it adds to the JSON of its message, each field behind a comma. */
  private String fields() {
    StringBuilder out = new StringBuilder();
    if (edited != null && edited.status != null) {
      out.append(",\"status\":\"").append(edited.status).append('"');
    } else if (edited != null) {
      out.append(",\"edited\":").append(edited.at);
    }
    if (!reactions.isEmpty()) {
      out.append(",\"reactions\":[");
      for (Reaction one : reactions) {
        out.append(out.charAt(out.length() - 1) == '[' ? "" : ",")
            .append("{\"emoji\":\"")
            .append(one.emoji)
            .append("\",\"count\":")
            .append(one.count)
            .append(",\"by\":")
            .append(words(one.by))
            .append('}');
      }
      out.append(']');
    }
    if (replies != null) {
      out.append(",\"replies\":{\"count\":")
          .append(replies.count)
          .append(",\"last\":")
          .append(replies.last)
          .append(",\"by\":")
          .append(words(replies.by))
          .append('}');
    }
    return out.append(",\"rev\":").append(rev).toString();
  }

  /** About what it weighs, in bytes of the heap. */
  long weight() {
    long weight = PART;
    weight += edited == null ? 0 : PART + edited.said.length;
    for (Reaction one : reactions) {
      weight += PART + weight(one.by);
    }
    return weight + (replies == null ? 0 : PART + weight(replies.by));
  }

  static long weight(List<String> words) {
    long weight = 0;
    for (String word : words) {
      weight += WORD + word.length();
    }
    return weight;
  }

  /** Of words that need no escape. */
  static String words(List<String> words) {
    return words.isEmpty() ? "[]" : "[\"" + String.join("\",\"", words) + "\"]";
  }
}
