package io.tertulia.trial.crowd;

import io.tertulia.trial.Cursor;

/** Hears what a person hears, on the person's thread. */
interface Ears {
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
