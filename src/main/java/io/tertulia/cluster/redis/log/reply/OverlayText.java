package io.tertulia.cluster.redis.log.reply;

import io.tertulia.room.Entry;
import io.tertulia.room.overlay.Overlay;
import io.tertulia.room.overlay.Overlay.Edited;
import io.tertulia.room.overlay.Overlay.Reaction;
import io.tertulia.room.overlay.Overlay.Replies;
import io.tertulia.room.overlay.StoredJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code overlay.lua} keeps beside a message. */
final class OverlayText {
  private OverlayText() {}

  /**
   * @param edit the last edit of the message, null for none
   */
  static Overlay parse(String text, @Nullable Entry edit) {
    String[] lines = text.split("\n", -1);
    List<Reaction> reactions = new ArrayList<>();
    Replies replies = null;
    for (int i = 1; i < lines.length; i++) {
      String[] words = lines[i].split(" ", -1);
      List<String> by = List.of(words).subList(Math.min(3, words.length), words.length);
      switch (words[0]) {
        case "r" -> reactions.add(new Reaction(words[1], Long.parseLong(words[2]), by));
        case "t" -> replies = new Replies(Long.parseLong(words[1]), Long.parseLong(words[2]), by);
        default -> {
          // Of a later version.
        }
      }
    }
    long rev = Long.parseLong(lines[0].split(" ", -1)[1]);
    return new Overlay(rev, edit == null ? null : edited(edit), reactions, replies);
  }

  private static Edited edited(Entry edit) {
    return new Edited(edit.at(), StoredJson.said(edit.json()), StoredJson.status(edit.json()));
  }
}
