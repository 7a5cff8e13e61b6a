package io.tertulia.security;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.RoomDefaults;
import io.tertulia.room.members.Authority;
import io.tertulia.security.token.TokenIdentity;
import io.tertulia.security.token.TokenVerifier;
import io.tertulia.security.token.TokenVerifier.Bad;
import io.tertulia.security.token.TokenVerifier.Good;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** People sign in with tokens of their issuers; guests may come in as far as the house allows. */
public final class TokenAccess implements Access {
  /** What {@code roles} says of who may do everything. */
  private static final String ADMIN = "admin";

  private final TokenVerifier verifier;
  private final Access guestAccess;
  private final Guests guests;
  private final RoomDefaults rooms;

  /** What somebody may do without a token. */
  public enum Guests {
    /** As everybody. */
    YES,
    /** Read, and say nothing. */
    READ,
    /** Nothing. */
    NO
  }

  /** Where nothing is configured for rooms. */
  public TokenAccess(TokenVerifier verifier, Access guestAccess, Guests guests) {
    this(verifier, guestAccess, guests, RoomDefaults.NONE);
  }

  /**
   * @param guestAccess for who brings no token
   */
  public TokenAccess(
      TokenVerifier verifier, Access guestAccess, Guests guests, RoomDefaults rooms) {
    this.rooms = rooms;
    this.verifier = verifier;
    this.guestAccess = guestAccess;
    this.guests = guests;
  }

  @Override
  public boolean takesTokens() {
    return verifier.hasIssuers();
  }

  @Override
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    String token = token(hello);
    if (token != null) {
      return verifier.verify(token).thenApply(verdict -> judge(verdict, already));
    }
    if (already != null && !already.who().guest()) {
      return rejected("token", "Say hello with a fresh token of yours, or not again.");
    }
    return guests == Guests.NO
        ? rejected(
            "token", "Guests may not come in here: bring a token in hello or in Authorization.")
        : guestAccess.admit(hello, already);
  }

  /** One header carries both kinds of credential: what says that it is a guest's goes as such. */
  private @Nullable String token(Command.Hello hello) {
    String resume = hello.resume();
    if (hello.token() != null || resume == null) {
      return hello.token();
    }
    String issuer = verifier.issuerOf(resume);
    return issuer != null && (verifier.knows(issuer) || !GuestCredentials.isIssuer(issuer))
        ? resume
        : null;
  }

  private static Admission judge(TokenVerifier.Verdict verdict, @Nullable Principal already) {
    return switch (verdict) {
      case Bad(ErrorCode code, String message) -> new Rejected(code, "token", message);
      case Good(TokenIdentity bearer)
          when already == null || already.who().id().equals(bearer.id()) ->
          new Admitted(principal(bearer), null, bearer.expiresAt());
      case Good good ->
          new Rejected(
              ErrorCode.TOKEN_INVALID,
              "token",
              "This token is somebody else's: open a new connection to be somebody else.");
    };
  }

  private static Principal principal(TokenIdentity bearer) {
    return new Principal(
        new Identity(bearer.id(), bearer.name(), false),
        new Principal.Credential(bearer.tokenId(), bearer.issuedAt()),
        bearer.roles().contains(ADMIN),
        bearer.grants());
  }

  private static CompletionStage<Admission> rejected(String field, String message) {
    return CompletableFuture.completedStage(new Rejected(ErrorCode.TOKEN_INVALID, field, message));
  }

  @Override
  public Authority authority(Principal who, RoomId room) {
    return who.authority(room, rooms.of(room));
  }

  @Override
  public boolean mayCreate(Principal who) {
    return rooms.mayCreate(who);
  }

  @Override
  public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
    if (!who.who().guest()) {
      return guestAccess.allows(who, action, room);
    }
    return switch (guests) {
      case YES -> guestAccess.allows(who, action, room);
      case READ ->
          action == Action.READ
              ? guestAccess.allows(who, action, room)
              : CompletableFuture.completedStage(false);
      case NO -> CompletableFuture.completedStage(false);
    };
  }
}
