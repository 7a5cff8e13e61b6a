package io.tertulia.room.growing;

import io.tertulia.room.growing.Growing.Closed;
import io.tertulia.room.growing.Growing.Ending;
import io.tertulia.room.growing.Growing.Grown;
import io.tertulia.room.growing.Growing.Over;
import io.tertulia.room.growing.Growing.Part;
import io.tertulia.room.growing.Growing.Refusal;
import io.tertulia.room.growing.Growing.Seal;
import io.tertulia.room.growing.Growing.Seed;
import io.tertulia.room.growing.Growing.Taken;
import io.tertulia.room.growing.Growing.TooEarly;
import io.tertulia.room.growing.Growing.WrongOffset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The states of a message that grows, and how it gets from one to the next; the same as grow.lua.
 * Pure.
 */
public sealed interface Growth {
  /**
   * @param text UTF-8; nobody changes the bytes
   * @param at monotonic milliseconds of its last part
   */
  record Open(Seed seed, byte[] text, long at) implements Growth {
    private Step<Grown> with(Part part, byte[] more, long now) {
      long end = part.at() + more.length;
      if (part.at() == text.length) {
        return end > part.most()
            ? new Step<>(this, Refusal.TOO_LONG)
            : new Step<>(new Open(seed, joined(more), now), new Taken(end, false));
      }
      boolean again =
          end <= text.length
              && Arrays.equals(text, (int) part.at(), (int) end, more, 0, more.length);
      return new Step<>(this, again ? new Taken(text.length, true) : new WrongOffset(text.length));
    }

    private byte[] joined(byte[] part) {
      byte[] whole = Arrays.copyOf(text, text.length + part.length);
      System.arraycopy(part, 0, whole, text.length, part.length);
      return whole;
    }

    private Step<Growing.Sealed> shut(Seal seal, long now) {
      long left = seal.who() == null ? at + Growing.PATIENCE.toMillis() - now : 0;
      return left > 0
          ? new Step<>(this, new TooEarly(left))
          : new Step<>(
              new Shut(seed, text, seal.ending()), new Closed(seal.ending(), Growth.text(text)));
    }
  }

  /** No part is taken any more, and the entry that says so is on its way. */
  record Shut(Seed seed, byte[] text, Ending ending) implements Growth {}

  /** Only that it has ended is known. */
  record Ended(String finish) implements Growth {}

  /** Where it gets by something, and what is answered. */
  record Step<T>(Growth growth, T answer) {}

  static Open begin(Seed seed, long now) {
    return new Open(seed, utf8(seed.text()), now);
  }

  default Step<Grown> append(Part part, long now) {
    return switch (this) {
      case Ended(String finish) -> stay(new Over(finish));
      case Shut shut -> stay(new Over(shut.ending.mid()));
      case Open open when !open.seed.who().equals(part.author().id()) -> stay(Refusal.NOT_YOURS);
      case Open open -> open.with(part, utf8(part.text()), now);
    };
  }

  default Step<Growing.Sealed> seal(Seal seal, long now) {
    return switch (this) {
      case Ended(String finish) -> stay(new Over(finish));
      case Shut shut when isBy(shut.seed, seal) -> stay(new Closed(shut.ending, text(shut.text)));
      case Open open when isBy(open.seed, seal) -> open.shut(seal, now);
      case Shut _, Open _ -> stay(Refusal.NOT_YOURS);
    };
  }

  private static boolean isBy(Seed seed, Seal seal) {
    return seal.who() == null || seal.who().equals(seed.who());
  }

  private <T> Step<T> stay(T answer) {
    return new Step<>(this, answer);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
