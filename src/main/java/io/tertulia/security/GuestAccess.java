package io.tertulia.security;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Access;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The demo mode: everybody may enter under a self-chosen name, and every room is open. */
public final class GuestAccess implements Access {
  private static final CompletionStage<Boolean> YES = CompletableFuture.completedFuture(true);

  private final GuestNaming guests;
  private final GuestCredentials credentials;

  public GuestAccess(GuestNaming guests, GuestCredentials credentials) {
    this.guests = guests;
    this.credentials = credentials;
  }

  @Override
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Identity already) {
    return CompletableFuture.completedFuture(admission(hello, already));
  }

  private Admission admission(Command.Hello hello, @Nullable Identity already) {
    if (hello.token() != null) {
      return new Rejected(
          ErrorCode.TOKEN_INVALID, "token", "This server takes no tokens: say hello without one.");
    }
    if (hello.resume() == null) {
      return already == null ? admit(guests.create(hello.name())) : stay(already, hello.name());
    }
    return switch (credentials.check(hello.resume())) {
      case GuestCredentials.Invalid(ErrorCode code) ->
          new Rejected(
              code, "resume", "This credential cannot be used here: say hello without it.");
      case GuestCredentials.Valid(Identity who) when already == null ->
          admit(hello.name() == null ? who : new Identity(who.id(), hello.name().strip(), true));
      case GuestCredentials.Valid(Identity who) when who.id().equals(already.id()) ->
          stay(already, hello.name());
      case GuestCredentials.Valid v ->
          new Rejected(
              ErrorCode.TOKEN_INVALID,
              "resume",
              "This credential is another guest's: open a new connection to be somebody else.");
    };
  }

  @Override
  public CompletionStage<Boolean> allows(Identity who, Action action, RoomId room) {
    return YES;
  }

  private Admission stay(Identity already, @Nullable String name) {
    if (name != null && !name.strip().equals(already.name())) {
      return new Rejected(
          ErrorCode.INVALID_FIELD,
          "name",
          "The name stays for the whole session: open a new connection to take another.");
    }
    return admit(already);
  }

  private Admission admit(Identity who) {
    return new Admitted(who, credentials.issue(who), 0);
  }
}
