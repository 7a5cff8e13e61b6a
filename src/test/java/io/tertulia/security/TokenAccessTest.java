package io.tertulia.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access.Action;
import io.tertulia.room.access.Access.Admission;
import io.tertulia.room.access.Access.Admitted;
import io.tertulia.room.access.Access.Rejected;
import io.tertulia.room.access.Principal;
import io.tertulia.security.TokenAccess.Guests;
import io.tertulia.security.token.SignedTokens;
import io.tertulia.security.token.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAccessTest {
  private static final Principal GUEST = Principal.guest(new Identity("g-1", "Guest", true));
  private static final Principal ANA = Principal.guest(new Identity("ana", "Ana", false));

  private final ManualClock clock = new ManualClock();
  private final String token = SignedTokens.of("ana", "Ana", clock.millis() + 60_000);

  @ParameterizedTest
  @CsvSource({
    "YES, READ, true", "YES, SAY, true",
    "READ, READ, true", "READ, SAY, false",
    "NO, READ, false", "NO, SAY, false"
  })
  void guests_may_what_the_house_allows_them(Guests guests, Action action, boolean may) {
    TokenAccess access = access(guests);
    RoomId room = new RoomId("plaza");
    assertThat(access.allows(GUEST, action, room).toCompletableFuture().join()).isEqualTo(may);
    assertThat(access.allows(ANA, action, room).toCompletableFuture().join()).isTrue();
  }

  @Test
  void where_guests_may_not_come_in_a_token_is_asked_for() {
    assertThat(admit(access(Guests.NO), null, null))
        .isEqualTo(
            new Rejected(
                ErrorCode.TOKEN_INVALID,
                "token",
                "Guests may not come in here: bring a token in hello or in Authorization."));
    assertThat(admit(access(Guests.NO), token, null))
        .isEqualTo(new Admitted(ANA, null, (clock.millis() + 60_000) / 1_000 * 1_000));
    assertThat(admit(access(Guests.READ), null, null)).isInstanceOf(Admitted.class);
  }

  @Test
  void where_there_is_one_place_for_both_a_token_is_known_from_a_guests_credential() {
    assertThat(admit(access(Guests.NO), null, token)).isInstanceOf(Admitted.class);
    String guest = ((Admitted) admit(access(Guests.YES), null, null)).resume();
    assertThat(admit(access(Guests.YES), null, guest))
        .extracting(admission -> ((Admitted) admission).who().guest())
        .isEqualTo(true);
    assertThat(admit(access(Guests.NO), null, guest)).isInstanceOf(Rejected.class);
  }

  @Test
  void a_token_of_an_unknown_issuer_is_told_so_wherever_it_stands() throws Exception {
    String strange = signed("https://elsewhere.example");
    for (Guests guests : Guests.values()) {
      assertThat(
              List.of(admit(access(guests), null, strange), admit(access(guests), strange, null)))
          .extracting(admission -> ((Rejected) admission).message())
          .containsOnly("This token is not taken: this server does not know its issuer.");
    }
    // What says that it is a guest's, or says nothing, is told so too.
    for (String broken : List.of(signed("guests of elsewhere"), "nonsense", "a.b.c")) {
      assertThat(admit(access(Guests.YES), null, broken))
          .extracting(admission -> ((Rejected) admission).field())
          .isEqualTo("resume");
    }
  }

  private static String signed(String issuer) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder().issuer(issuer).subject("ana").build());
    token.sign(new MACSigner(SignedTokens.SECRET));
    return token.serialize();
  }

  private static Admission admit(
      TokenAccess access, @Nullable String token, @Nullable String resume) {
    return access
        .admit(new Command.Hello(1, token, resume, null, List.of()), null)
        .toCompletableFuture()
        .join();
  }

  private TokenAccess access(Guests guests) {
    GuestCredentials credentials =
        new GuestCredentials(
            "secret of the tests".getBytes(StandardCharsets.UTF_8),
            "here",
            Duration.ofDays(1),
            clock,
            new Random(1));
    return new TokenAccess(
        new TokenVerifier(List.of(SignedTokens.ISSUER), clock),
        new GuestAccess(new GuestNaming(new Random(1)), credentials),
        guests);
  }
}
