package io.tertulia.cluster.redis.log.reply;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Now;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.members.Right;
import io.tertulia.room.overlay.Overlay;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Redis answers of a room's log. */
public final class LogReplies {
  private LogReplies() {}

  /** From a top, the forks behind it, and how many entries are no messages: null for none. */
  public static Lineage lineage(Response answer, int top) {
    Response others = answer.get(top + 2);
    return Lineage.parse(number(answer, top), answer.get(top + 1).toString())
        .without(others == null ? 0 : Long.parseLong(others.toString()));
  }

  public static Dup dup(Response answer) {
    Position position = Position.parse(answer.get(1).toString());
    Entry entry = answer.size() > 2 ? EntryBytes.parse(answer.get(2).toBytes()) : null;
    return new Dup(position, entry != null && entry.position().equals(position) ? entry : null);
  }

  public static Repaired repaired(Response answer) {
    return new Repaired(
        lineage(answer, 1), number(answer, 4), number(answer, 5), number(answer, 6));
  }

  /**
   * A page.
   *
   * @param start where it begins in the answer
   */
  public static Span span(Response answer, int start, @Nullable Right right) {
    if (answer.size() == 0) {
      return new Span(null, 1, 0, List.of()).by(right);
    }
    int title = start + 7;
    List<Entry> entries = new ArrayList<>(answer.size() - title);
    for (int i = title; i < answer.size(); i++) {
      entries.add(entry(answer.get(i)));
    }
    long floor = number(answer, start + 3);
    long from = number(answer, start + 4);
    Now now = new Now(number(answer, start + 5), overlays(answer.get(start + 6)));
    return new Span(lineage(answer, start), floor, from, entries, right, now);
  }

  private static Map<String, Overlay> overlays(Response beside) {
    Map<String, Overlay> overlays = new HashMap<>();
    for (int i = 0; i < beside.size(); i += 3) {
      Response edit = beside.get(i + 2);
      overlays.put(
          beside.get(i).toString(),
          OverlayText.parse(
              beside.get(i + 1).toString(), edit.toBytes().length == 0 ? null : entry(edit)));
    }
    return overlays;
  }

  /**
   * One entry as it is now.
   *
   * @param beside its mid, what lies beside it, and its last edit; empty for nothing
   */
  public static Entry shown(Response payload, Response beside) {
    Entry entry = entry(payload);
    Overlay overlay = overlays(beside).get(entry.mid());
    return overlay == null ? entry : overlay.onto(entry);
  }

  private static Entry entry(Response payload) {
    Entry entry = EntryBytes.parse(payload.toBytes());
    if (entry == null) {
      throw new IllegalStateException("what is stored is not an entry: " + payload);
    }
    return entry;
  }

  public static long number(Response answer, int index) {
    return Long.parseLong(answer.get(index).toString());
  }
}
