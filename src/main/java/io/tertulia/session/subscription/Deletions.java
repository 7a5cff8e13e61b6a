package io.tertulia.session.subscription;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.overlay.Deletion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is deleted in a room: it may wait for the client, and a page of the room that is on its way
 * may have been read before. On the client's loop only.
 */
final class Deletions {
  /** Kept of those heard during one read; what is deleted beyond that may be told once more. */
  private static final int MOST = 100;

  private final Sink sink;

  /** Those since a page was asked for; null while none is on its way. */
  private @Nullable List<Deletion> heard;

  Deletions(Sink sink) {
    this.sink = sink;
  }

  /** A page is asked for. */
  void begin() {
    heard = new ArrayList<>(0);
  }

  /**
   * @param deletion null for nothing
   */
  void hear(@Nullable Deletion deletion) {
    if (deletion != null) {
      sink.deleted(deletion.ref());
      if (heard != null && heard.size() < MOST) {
        heard.add(deletion);
      }
    }
  }

  /**
   * The entries of a page; none of one that says what was deleted since: it is read again, and each
   * deletion can spoil only one.
   */
  List<Entry> since(Page page) {
    List<Deletion> all = heard == null ? List.of() : heard;
    heard = null;
    boolean spoilt =
        all.stream()
            .anyMatch(
                deletion ->
                    page.entries().stream().anyMatch(entry -> !deletion.of(entry).equals(entry)));
    return spoilt ? List.of() : page.entries();
  }
}
