package io.tertulia.transport.http;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.access.Access.Admission;
import io.tertulia.room.access.Access.Admitted;
import io.tertulia.room.access.Access.Rejected;
import io.tertulia.room.access.Principal;
import io.tertulia.security.BearerHeader;
import io.tertulia.security.IdempotencyGuests;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who makes a request: by its credential, else by its key, else nobody in particular. */
@Singleton
final class Caller {
  private final SessionContext context;
  private final IdempotencyGuests keyGuests;

  Caller(SessionContext context, IdempotencyGuests keyGuests) {
    this.context = context;
    this.keyGuests = keyGuests;
  }

  /** The outcome of the look at a request. */
  sealed interface Known {}

  /**
   * @param key what a say of this person is recognised by, null when it gave none
   */
  record Person(Principal principal, @Nullable String key) implements Known {}

  record Refused(Event.Error refusal) implements Known {}

  /**
   * @param key of the shape {@link Shapes#isKey}, null when there is none
   */
  CompletionStage<Known> of(HttpServerRequest request, @Nullable String key) {
    String credential = BearerHeader.credential(request.headers().getAll("Authorization"));
    return context
        .rights()
        .admit(new Command.Hello(0, null, credential, null, List.of()), null)
        .thenApply(admission -> known(admission, credential != null, key));
  }

  /**
   * @param named whether it says itself who it is
   */
  private Known known(Admission admission, boolean named, @Nullable String key) {
    return switch (admission) {
      case Admitted guest when !named && key != null ->
          unlessExpelled(Principal.guest(keyGuests.of(key)), keyGuests.publicKey(key));
      case Admitted yes -> unlessTooMany(yes.principal(), key);
      case Rejected no -> {
        String header = no.field() == null ? null : "Authorization";
        yield new Refused(
            new Event.Error(0, 0, no.code(), no.message(), 0, header, 0, Event.Error.NONE));
      }
    };
  }

  /** Such a guest access has not seen. */
  private Known unlessExpelled(Principal guest, String publicKey) {
    Rejected out = context.rights().expelled(guest);
    return out == null
        ? unlessTooMany(guest, publicKey)
        : new Refused(Event.Error.of(0, out.code(), out.message()));
  }

  private Known unlessTooMany(Principal who, @Nullable String key) {
    long wait = context.limits().take(Kind.USER, who.who().id());
    return wait == 0
        ? new Person(who, key)
        : new Refused(
            new Event.Error(
                0,
                0,
                ErrorCode.RATE_LIMITED,
                "Too many requests of this user.",
                wait,
                null,
                0,
                Event.Error.NONE));
  }
}
