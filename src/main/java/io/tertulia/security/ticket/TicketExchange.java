package io.tertulia.security.ticket;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.access.Tickets;
import io.tertulia.security.OriginPolicy;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a ticket for a credential, and the credential for the ticket, once, on whatever node. Whose
 * the credential is and whether it is good is asked when it comes out as when it went in: so it
 * ends, and is revoked, as it always does. Any thread; never blocks.
 */
public final class TicketExchange {
  private static final int BYTES = 32;
  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final Redeemed BAD =
      new Bad(
          ErrorCode.TOKEN_INVALID,
          "This ticket is good for nothing: one is good once, for "
              + Tickets.LIFE.toSeconds()
              + " s, and for the origin that took it. Take a fresh one with POST /tickets.");

  private static final Redeemed SEVERAL =
      new Bad(ErrorCode.INVALID_FIELD, "Several tickets stand in this address: come with one.");

  private static final Redeemed UNKNOWN =
      new Bad(
          ErrorCode.UNAVAILABLE,
          "Whether this ticket is good is not known now: take a fresh one in a moment.");

  private final Tickets tickets;
  private final Clock wall;
  private final RandomGenerator random;

  /**
   * @param expires milliseconds of the wall clock
   */
  public record Ticket(String ticket, long expires) {}

  /** What a ticket turned out to be. */
  public sealed interface Redeemed {}

  /**
   * @param credential was good when the ticket was taken
   */
  public record Good(String credential) implements Redeemed {}

  /**
   * @param code INVALID_FIELD, TOKEN_INVALID, or UNAVAILABLE when it cannot be known now
   * @param message for the client: what was wrong, and what to do
   */
  public record Bad(ErrorCode code, String message) implements Redeemed {}

  /**
   * @param random must not be guessable
   */
  public TicketExchange(Tickets tickets, Clock wall, RandomGenerator random) {
    this.tickets = tickets;
    this.wall = wall;
    this.random = random;
  }

  /**
   * @param credential that is good now
   * @param origin of the page that asks, null when it is no page
   * @return null when it can be kept nowhere now; does not fail
   */
  public CompletionStage<@Nullable Ticket> issue(String credential, @Nullable String origin) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String word = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Ticket ticket = new Ticket(word, wall.millis() + Tickets.LIFE.toMillis());
    Seal seal = new Seal(word, bound(origin));
    return tickets
        .put(seal.name(), seal.close(credential))
        .handle((kept, failure) -> failure == null && kept ? ticket : null);
  }

  /**
   * @param given all that an address has as ticket
   * @param origin of the page that comes with it, null when it is no page
   * @return does not fail
   */
  public CompletionStage<Redeemed> redeem(List<String> given, @Nullable String origin) {
    if (given.size() != 1) {
      return CompletableFuture.completedStage(SEVERAL);
    }
    if (!TICKET.matcher(given.getFirst()).matches()) {
      return CompletableFuture.completedStage(BAD);
    }
    Seal seal = new Seal(given.getFirst(), bound(origin));
    return tickets
        .take(seal.name())
        .handle((secret, failure) -> failure == null ? opened(seal, secret) : UNKNOWN);
  }

  private static Redeemed opened(Seal seal, @Nullable String secret) {
    String credential = secret == null ? null : seal.open(secret);
    return credential == null ? BAD : new Good(credential);
  }

  private static String bound(@Nullable String origin) {
    if (origin == null) {
      return "";
    }
    String normal = OriginPolicy.normal(origin);
    return normal == null ? origin : normal;
  }
}
