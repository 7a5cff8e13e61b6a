package io.tertulia.session.house;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocation.Kind;
import io.tertulia.room.access.Revocations;
import io.tertulia.room.access.Revocations.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What only who is an administrator may do: put people out of the whole house. Each act, and each
 * that was refused, is recorded. Any thread; stages never complete exceptionally.
 */
public final class HouseOperations {
  public static final String UNKNOWN = "It may have been done: again does no harm.";

  /** For how long one that ends connections is looked for by nodes that did not hear of it. */
  private static final Duration MOMENT = Duration.ofMinutes(1);

  private final Revocations revocations;
  private final ActRecorder acts;
  private final Clock clock;
  private final Settings settings;

  /**
   * @param longest that a credential can live, and what was revoked with it
   * @param network what an address is counted by
   */
  public record Settings(Duration longest, UnaryOperator<String> network) {}

  /** Who asks, and from where. */
  public record Actor(Principal principal, String address) {}

  /** What is asked: what it does, and how it is told of. */
  private record Order(Command.OfHouse command, String action, String target, Revocation does) {}

  public HouseOperations(
      Revocations revocations, ActRecorder acts, Clock clock, Settings settings) {
    this.revocations = revocations;
    this.acts = acts;
    this.clock = clock;
    this.settings = settings;
  }

  /** Where acts are recorded, those about rooms too. */
  public ActRecorder acts() {
    return acts;
  }

  /**
   * @return an {@link Event.Ack} or an {@link Event.Error}
   */
  public CompletionStage<Event> carryOut(Actor actor, Command.OfHouse command) {
    Order order = order(command);
    Event.Error no = refusal(actor, order);
    if (no != null) {
      record(actor, order, Audit.outcome(no));
      return CompletableFuture.completedStage(no);
    }
    return revocations
        .add(order.does)
        .exceptionally(failure -> Outcome.UNKNOWN)
        .thenApply(outcome -> answer(actor, order, outcome));
  }

  private Order order(Command.OfHouse command) {
    long now = clock.millis();
    return switch (command) {
      case Command.BanEverywhere ban -> ban(ban, now);
      case Command.Revoke(long id, String user, Long before, String token) when user != null ->
          order(
              command,
              "revoke",
              new Revocation(
                  Kind.CREDENTIALS, user, before == null ? now : before, lasting(now), 0));
      case Command.Revoke(long id, String user, Long before, String token) ->
          order(
              command,
              "revoke",
              new Revocation(Kind.TOKEN, String.valueOf(token), 0, lasting(now), 0));
      case Command.Disconnect(long id, String user, String session) ->
          order(
              command,
              "disconnect",
              user == null
                  ? moment(Kind.SESSION, String.valueOf(session), now)
                  : moment(Kind.SESSIONS, user, now));
    };
  }

  private Order ban(Command.BanEverywhere ban, long now) {
    Long duration = ban.duration();
    long until =
        duration == null ? Revocation.FOR_GOOD : duration == 0 ? 0 : now + duration.longValue();
    String action =
        duration == null
            ? "ban"
            : duration == 0 ? "unban" : "ban until " + Instant.ofEpochMilli(until);
    String address = ban.address();
    return order(
        ban,
        action,
        address == null
            ? new Revocation(Kind.USER, String.valueOf(ban.user()), 0, until, 0)
            : new Revocation(Kind.ADDRESS, settings.network.apply(address), 0, until, 0));
  }

  private static Revocation moment(Kind kind, String name, long now) {
    return new Revocation(kind, name, 0, now + MOMENT.toMillis(), 0);
  }

  private static Order order(Command.OfHouse command, String action, Revocation does) {
    String about =
        switch (does.kind()) {
          case CREDENTIALS, SESSIONS -> "user";
          case TOKEN, USER, ADDRESS, SESSION -> does.kind().name().toLowerCase(Locale.ROOT);
        };
    return new Order(command, action, about + ":" + does.name(), does);
  }

  private long lasting(long now) {
    return now + settings.longest.toMillis();
  }

  private Event.@Nullable Error refusal(Actor actor, Order order) {
    long id = order.command.id();
    Revocation does = order.does;
    if (!actor.principal.isAdmin()) {
      return Event.Error.of(
          id, ErrorCode.FORBIDDEN, "Only an administrator may: a token whose roles have admin.");
    }
    if (does.isBan() && does.until() != 0 && isOneself(actor, does)) {
      return Event.Error.of(id, ErrorCode.FORBIDDEN, "You would ban yourself: nobody does.");
    }
    if (does.kind() == Kind.CREDENTIALS && does.before() > clock.millis()) {
      return Event.Error.ofField(
          id, "before", "before must not lie in the future: a ban keeps somebody out.");
    }
    return null;
  }

  private static boolean isOneself(Actor actor, Revocation ban) {
    String name = ban.kind() == Kind.USER ? actor.principal.who().id() : actor.address;
    return ban.name().equals(name);
  }

  private Event answer(Actor actor, Order order, Outcome outcome) {
    long id = order.command.id();
    Event answer =
        switch (outcome) {
          case DONE -> new Event.Ack(id, null);
          case FULL ->
              Event.Error.of(
                  id,
                  ErrorCode.UNAVAILABLE,
                  "Not done: as much as can be is revoked and banned, " + Revocations.MOST + ".");
          case UNAVAILABLE ->
              Event.Error.of(id, ErrorCode.UNAVAILABLE, "Not done: Redis is away; try again.");
          case UNKNOWN -> Event.Error.of(id, ErrorCode.UNKNOWN_OUTCOME, UNKNOWN);
        };
    record(actor, order, Audit.outcome(answer));
    return answer;
  }

  private void record(Actor actor, Order order, String outcome) {
    String reason = order.command instanceof Command.BanEverywhere ban ? ban.reason() : null;
    acts.record(
        actor.principal,
        new Audit.Act(
            actor.principal.who().id(),
            order.action,
            order.target,
            null,
            actor.address,
            outcome,
            reason,
            1));
  }
}
