package io.tertulia.attack;

import io.tertulia.attack.strikes.Bodies;
import io.tertulia.attack.strikes.Commands;
import io.tertulia.attack.strikes.Frames;
import io.tertulia.attack.strikes.Heads;
import io.tertulia.attack.strikes.Keys;
import io.tertulia.attack.strikes.Lines;
import io.tertulia.attack.strikes.Numbers;
import io.tertulia.attack.strikes.Requests;
import io.tertulia.attack.strikes.Stranger;
import java.util.Locale;

/** The attacks of the suite. */
enum Known {
  LANGUAGES("an Accept-Language of one endless range", "answered", Heads::languages),
  HEADS("other headers of 15 KB that are dear to read", "answered or refused", Heads::others),
  BODIES("posts that stop one byte before their end", "429, 503, cut", Bodies::unfinished),
  SILENT("connections that say nothing", "ended, few held", Bodies::silent),
  UPGRADES("handshakes without end", "429", Bodies::upgrades),
  FRAGMENTS("messages in frames of one byte", "answered or closed", Frames::fragments),
  EMPTY("messages in frames of nothing", "answered or closed", Frames::empty),
  PINGS("pings whose pongs are read", "read as far as answered", Frames::pings),
  ROOMS("hundreds of sessions with hundreds of rooms", "122, 130", Commands::rooms),
  FLOOD("commands above the rate for ever", "closed 4503", Commands::flood),
  NUMBERS("numbers that grow when written back", "told as they came", Numbers::writtenBack),
  PATHS("encoded letters of a known path", "404", Requests::paths),
  HALVES("half of a second request", "cut in time", Requests::halves),
  DOUBLED("doubled and odd headers, an empty credential", "400, 401", Requests::doubled),
  HOSTS("a foreign name for this host", "4xx", Requests::hosts),
  NAMES("names that read as the server's lines", "no such line", Lines::names),
  BYTES("bytes for a terminal", "a line that says so", Lines::bytes),
  KEYS("the guest of an idempotency key", "not found", Keys::guessed),
  STOLEN("another's key of a message", "two messages", Keys::stolen),
  MIXED("two hundred at once, each in a room of its own", "own words only", Lines::mixed),
  STRANGER("payloads on Redis by who shares it", "dropped", Stranger::payloads);

  private final String what;
  private final String expected;
  private final Attack attack;

  Known(String what, String expected, Attack attack) {
    this.what = what;
    this.expected = expected;
    this.attack = attack;
  }

  /** As the command line names it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String what() {
    return what;
  }

  String expected() {
    return expected;
  }

  Attack attack() {
    return attack;
  }

  /** Whether a node that has withstood it once is warm: most of it is work, and it is short. */
  boolean warms() {
    return switch (this) {
      case LANGUAGES, HEADS, UPGRADES, ROOMS, NUMBERS, MIXED, STRANGER -> true;
      case BODIES, SILENT, FRAGMENTS, EMPTY, PINGS, FLOOD, PATHS, HALVES, DOUBLED, HOSTS -> false;
      case NAMES, BYTES, KEYS, STOLEN -> false;
    };
  }

  /** Whether it needs a node over a Redis. */
  boolean clustered() {
    return this == STRANGER;
  }
}
