package io.tertulia.trial.oracle;

import io.tertulia.trial.journal.Attempt;
import io.tertulia.trial.journal.Attempt.Acked;
import io.tertulia.trial.journal.Attempt.Refused;
import io.tertulia.trial.journal.Attempt.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said, and what its senders were answered, by mid. */
final class Sent {
  private final Map<String, Intent> intents = new HashMap<>();
  private long attempts;
  private long acks;
  private long refusals;
  private long unknowns;

  /** All attempts to say one thing. */
  static final class Intent {
    final String mid;
    final String room;
    final String sender;
    final List<Attempt> acks = new ArrayList<>(1);
    private boolean maybeStored;

    private Intent(Attempt first) {
      this.mid = first.mid();
      this.room = first.room();
      this.sender = first.sender();
    }

    boolean isAcked() {
      return !acks.isEmpty();
    }

    /** Whether every attempt was answered with a code that says it is surely not stored. */
    boolean isSurelyRefused() {
      return !maybeStored;
    }

    @Override
    public String toString() {
      return mid + " of " + sender + " in " + room;
    }
  }

  Sent(List<Attempt> all) {
    all.forEach(this::add);
  }

  private void add(Attempt attempt) {
    Intent intent = intents.computeIfAbsent(attempt.mid(), mid -> new Intent(attempt));
    attempts++;
    switch (attempt.outcome()) {
      case Acked acked -> {
        acks++;
        intent.acks.add(attempt);
        intent.maybeStored = true;
      }
      case Refused refused -> {
        refusals++;
        intent.maybeStored |= !refused.surelyNotStored();
      }
      case Unknown unknown -> {
        unknowns++;
        intent.maybeStored = true;
      }
    }
  }

  @Nullable Intent of(String mid) {
    return intents.get(mid);
  }

  boolean isAcked(String mid) {
    Intent intent = intents.get(mid);
    return intent != null && intent.isAcked();
  }

  /**
   * When its sender knew that it is stored: by the last ack until then that was not of an earlier
   * attempt's; -1 when it did not know.
   */
  long ackedAt(String mid, long until) {
    Intent intent = intents.get(mid);
    long last = -1;
    if (intent != null) {
      for (Attempt attempt : intent.acks) {
        boolean fresh = last < 0 || !((Acked) attempt.outcome()).dup();
        if (attempt.answered() <= until && fresh) {
          last = attempt.answered();
        }
      }
    }
    return last;
  }

  /** What says that this was never sent, or surely not stored; null when it may be there. */
  @Nullable String whyImpossible(String mid, String room) {
    Intent intent = intents.get(mid);
    if (intent == null) {
      return "which nobody sent";
    }
    if (!intent.room.equals(room)) {
      return "which was sent to " + intent.room;
    }
    return intent.isSurelyRefused() ? "which was refused as surely not stored" : null;
  }

  Iterable<Intent> intents() {
    return intents.values();
  }

  long attempts() {
    return attempts;
  }

  long acks() {
    return acks;
  }

  long refusals() {
    return refusals;
  }

  long unknowns() {
    return unknowns;
  }
}
