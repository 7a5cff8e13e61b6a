package io.tertulia.room.amendment;

import java.util.List;

/** What an entry does to an earlier message, always to the message itself and never to an edit. */
public sealed interface Amendment {
  /** The mid of the message. */
  String ref();

  /** It says something else from now on; only its author may. */
  record Edit(String ref) implements Amendment {}

  /**
   * It grows no more, and says in the end what this entry says; only its author may.
   *
   * @param status done, cancelled or interrupted
   */
  record Finish(String ref, String status) implements Amendment {}

  /** Nothing is left of what it said; its author may, and moderators. */
  record Delete(String ref) implements Amendment {}

  /**
   * These are from now on all the reactions of one person to it.
   *
   * @param set emoji in NFC, none twice; empty takes all back
   */
  record React(String ref, List<String> set) implements Amendment {
    public React {
      set = List.copyOf(set);
    }
  }

  /** A message in the thread that it is the root of. */
  record Reply(String ref) implements Amendment {}

  /** Kinds of emoji on one message. */
  int KINDS = 50;
}
