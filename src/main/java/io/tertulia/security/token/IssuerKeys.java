package io.tertulia.security.token;

import com.nimbusds.jose.jwk.JWK;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The keys by which the tokens of one issuer are checked. Any thread; never blocks. */
public interface IssuerKeys {
  /**
   * @param id {@code kid} of a token's header (RFC 7515, 4.1.4), null when it names none
   * @return the keys that may have signed it, none when there is no such key; fails with {@link
   *     Unreachable} when that cannot be known
   */
  CompletionStage<List<JWK>> named(@Nullable String id);

  /** A key that was configured and does not change: it is meant whatever a token says. */
  static IssuerKeys of(JWK key) {
    List<JWK> only = List.of(key);
    return id -> CompletableFuture.completedStage(only);
  }

  /** There is no such key. */
  static CompletionStage<List<JWK>> none() {
    return CompletableFuture.completedStage(List.of());
  }

  /** The issuer has never told its keys and does not answer now. */
  final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unreachable(String message) {
      super(message);
    }
  }
}
