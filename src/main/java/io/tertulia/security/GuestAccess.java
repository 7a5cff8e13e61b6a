package io.tertulia.security;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
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
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    return CompletableFuture.completedFuture(admission(hello, already));
  }

  private Admission admission(Command.Hello hello, @Nullable Principal already) {
    if (hello.token() != null) {
      return new Rejected(
          ErrorCode.TOKEN_INVALID, "token", "This server takes no tokens: say hello without one.");
    }
    if (hello.resume() == null) {
      return already == null
          ? admit(Principal.guest(guests.create(hello.name())))
          : stay(already, hello.name());
    }
    return switch (credentials.check(hello.resume())) {
      case GuestCredentials.Invalid(ErrorCode code) ->
          new Rejected(
              code, "resume", "This credential cannot be used here: say hello without it.");
      case GuestCredentials.Valid(Principal guest) when already == null ->
          admit(hello.name() == null ? guest : guest.named(hello.name().strip()));
      case GuestCredentials.Valid(Principal guest)
          when guest.who().id().equals(already.who().id()) ->
          stay(already, hello.name());
      case GuestCredentials.Valid v ->
          new Rejected(
              ErrorCode.TOKEN_INVALID,
              "resume",
              "This credential is another guest's: open a new connection to be somebody else.");
    };
  }

  @Override
  public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
    return YES;
  }

  private Admission stay(Principal already, @Nullable String name) {
    if (name != null && !name.strip().equals(already.who().name())) {
      return new Rejected(
          ErrorCode.INVALID_FIELD,
          "name",
          "The name stays for the whole session: open a new connection to take another.");
    }
    return admit(already);
  }

  private Admission admit(Principal guest) {
    return new Admitted(guest, credentials.issue(guest.who()), 0);
  }
}
