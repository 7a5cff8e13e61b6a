package io.tertulia.security.revocation;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Principal;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocations;
import io.tertulia.room.members.Authority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What another access lets in, but for who was revoked or banned: the one place where that is
 * asked, at a hello, a renewal, a resumption and a request alike.
 */
public final class RevocableAccess implements Access {
  private final Access access;
  private final Revocations revocations;
  private final Clock clock;
  private final Duration longest;

  /**
   * @param longest that a token may live: what was revoked is remembered for so long
   */
  public RevocableAccess(Access access, Revocations revocations, Clock clock, Duration longest) {
    this.access = access;
    this.revocations = revocations;
    this.clock = clock;
    this.longest = longest;
  }

  @Override
  public boolean takesTokens() {
    return access.takesTokens();
  }

  @Override
  public void listen(Listener listener) {
    access.listen(listener);
  }

  @Override
  public CompletionStage<Admission> admit(Command.Hello hello, @Nullable Principal already) {
    return access.admit(hello, already).thenApply(admission -> judge(admission, already != null));
  }

  /**
   * @param isIn whether it is somebody who stays
   */
  private Admission judge(Admission admission, boolean isIn) {
    if (!(admission instanceof Admitted admitted)) {
      return admission;
    }
    Rejected out = expelled(admitted.principal());
    if (out != null) {
      return out;
    }
    if (!isIn && access.takesTokens() && !revocations.isCurrent()) {
      return new Rejected(
          ErrorCode.UNAVAILABLE, null, "Who was put out is not known here now; try again.");
    }
    return admitted.expiresAt() > clock.millis() + longest.toMillis()
        ? new Rejected(
            ErrorCode.TOKEN_INVALID,
            "token",
            "This token ends too late: a token lives for at most %d s here (tertulia.access.longest)."
                .formatted(longest.toSeconds()))
        : admitted;
  }

  @Override
  public CompletionStage<Boolean> allows(Principal who, Action action, RoomId room) {
    return access.allows(who, action, room);
  }

  @Override
  public Authority authority(Principal who, RoomId room) {
    return access.authority(who, room);
  }

  @Override
  public boolean mayCreate(Principal who) {
    return access.mayCreate(who);
  }

  @Override
  public @Nullable Rejected expelled(Principal who) {
    Revocation found = revocations.against(who);
    if (found == null) {
      return null;
    }
    return found.isBan()
        ? new Rejected(ErrorCode.FORBIDDEN, null, "You are banned here" + end(found) + ".")
        : new Rejected(
            ErrorCode.TOKEN_INVALID,
            who.who().guest() ? "resume" : "token",
            "This credential was revoked: come back with a fresh one.");
  }

  private static String end(Revocation ban) {
    return ban.until() == Revocation.FOR_GOOD ? "" : " until " + Instant.ofEpochMilli(ban.until());
  }

  @Override
  public boolean isBanned(String address) {
    return revocations.against(address) != null;
  }
}
