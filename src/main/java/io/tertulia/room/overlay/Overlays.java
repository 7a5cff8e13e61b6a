package io.tertulia.room.overlay;

import io.tertulia.room.Entry;
import io.tertulia.room.amendment.Amendment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a log keeps beside the messages of one room: what became of each, and who reacted to it with
 * what. It says what may be done to a message, and is told what was. Not thread-safe.
 */
public final class Overlays {
  /** What one person's set weighs beside its words: a place in a map, and a list. */
  private static final long SET = 120;

  private final Fold fold = new Fold();

  /** By mid of the message, then by person. */
  private final Map<String, Map<String, List<String>>> reactors = new HashMap<>(0);

  private long bytes;

  public Overlays() {}

  /** A copy. */
  public Overlays(Overlays other) {
    fold.take(other.fold);
    other.reactors.forEach((mid, people) -> reactors.put(mid, new HashMap<>(people)));
    bytes = other.bytes;
  }

  /** About what it weighs. */
  public long bytes() {
    return bytes;
  }

  /**
   * @param message as it is stored; null when there is none
   * @param who wants it
   * @param moderates whether that one may delete what is another one's
   */
  public Verdict judge(
      Amendment amendment, @Nullable Entry message, String who, boolean moderates) {
    if (message == null || !StoredJson.isMessage(message.json())) {
      return Verdict.MISSING;
    }
    byte[] json = message.json();
    if (!StoredJson.isBy(json, who) && isForAuthor(amendment, moderates)) {
      return Verdict.NOT_YOURS;
    }
    if (StoredJson.isSilent(json)) {
      return amendment instanceof Amendment.Delete ? Verdict.UNCHANGED : Verdict.GONE;
    }
    return switch (amendment) {
      case Amendment.Edit edit -> Verdict.FINE;
      case Amendment.Finish(String ref, String status) -> endsOnce(ref);
      case Amendment.Delete delete -> Verdict.FINE;
      case Amendment.React(String ref, List<String> set) -> judge(ref, who, set);
      case Amendment.Reply reply -> StoredJson.hasThread(json) ? Verdict.IN_THREAD : Verdict.FINE;
    };
  }

  private static boolean isForAuthor(Amendment amendment, boolean moderates) {
    return switch (amendment) {
      case Amendment.Edit edit -> true;
      case Amendment.Finish finish -> true;
      case Amendment.Delete delete -> !moderates;
      case Amendment.React react -> false;
      case Amendment.Reply reply -> false;
    };
  }

  private Verdict judge(String mid, String who, List<String> set) {
    List<String> before = reactions(mid, who);
    if (before.size() == set.size() && before.containsAll(set)) {
      return Verdict.UNCHANGED;
    }
    Set<String> kinds = new HashSet<>(set);
    Overlay overlay = fold.find(mid);
    for (Overlay.Reaction one :
        overlay == null ? List.<Overlay.Reaction>of() : overlay.reactions()) {
      if (one.count() > 1 || !before.contains(one.emoji())) {
        kinds.add(one.emoji());
      }
    }
    return kinds.size() > Amendment.KINDS && !before.containsAll(set) ? Verdict.FULL : Verdict.FINE;
  }

  /** What grows is not edited before it has ended. */
  private Verdict endsOnce(String mid) {
    Overlay overlay = fold.find(mid);
    return overlay == null || overlay.edited() == null ? Verdict.FINE : Verdict.GONE;
  }

  /** The set of somebody's reactions to a message. */
  private List<String> reactions(String mid, String who) {
    return reactors.getOrDefault(mid, Map.of()).getOrDefault(who, List.of());
  }

  /**
   * What the log adds behind the last field of an entry before it stores it, a comma first; empty
   * for nothing.
   *
   * @param amendment null for an entry that is none
   */
  public String before(@Nullable Amendment amendment, String who) {
    return amendment instanceof Amendment.React react
        ? ",\"before\":" + Overlay.words(reactions(react.ref(), who))
        : "";
  }

  /** One more entry, behind all others. */
  public void add(Entry entry) {
    Told told = Told.of(entry);
    if (told == null) {
      return;
    }
    String ref = told.amendment().ref();
    if (told.amendment() instanceof Amendment.Delete) {
      forget(ref);
      return;
    }
    long before = weight(ref);
    fold.add(told);
    bytes += weight(ref) - before;
    if (told.amendment() instanceof Amendment.React(String mid, List<String> set)) {
      react(mid, told.by(), set);
    }
  }

  private void react(String mid, String who, List<String> set) {
    Map<String, List<String>> people = reactors.computeIfAbsent(mid, key -> new HashMap<>(2));
    List<String> before = set.isEmpty() ? people.remove(who) : people.put(who, set);
    bytes += (set.isEmpty() ? 0 : weight(who, set)) - (before == null ? 0 : weight(who, before));
    if (people.isEmpty()) {
      reactors.remove(mid);
    }
  }

  /** Null for a message to which nothing was done. */
  public @Nullable Overlay find(String mid) {
    return fold.find(mid);
  }

  /** The message is not kept any more, or nothing of it. */
  public void forget(String mid) {
    bytes -= weight(mid);
    fold.forget(mid);
    Map<String, List<String>> people = reactors.remove(mid);
    if (people != null) {
      people.forEach((who, set) -> bytes -= weight(who, set));
    }
  }

  /** An entry as it is now. */
  public Entry now(Entry entry) {
    return fold.now(entry);
  }

  private long weight(String mid) {
    Overlay overlay = fold.find(mid);
    return overlay == null ? 0 : overlay.weight();
  }

  private static long weight(String who, List<String> set) {
    return SET + Overlay.weight(List.of(who)) + Overlay.weight(set);
  }
}
