package io.tertulia.trial.crowd.person;

import io.tertulia.trial.journal.Cursor;

/** Hears what a person hears, on the person's thread. */
public interface Ears {
  Ears DEAF =
      new Ears() {
        @Override
        public void message(String room, String mid, long seq) {}

        @Override
        public void reset(String room, String reason, Cursor cursor) {}
      };

  void message(String room, String mid, long seq);

  void reset(String room, String reason, Cursor cursor);
}
