package io.tertulia.app.config;

import io.smallrye.config.WithDefault;
import io.tertulia.security.TokenAccess;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may come in. */
public interface AccessConfig {
  /** What may be done without a token: yes, all that is open; read, but say nothing; no. */
  @WithDefault("yes")
  TokenAccess.Guests guests();

  /**
   * Issuers of tokens by a name of yours. Of several one is called primary: its people stand with
   * their ids as they are, those of others behind its name and a tilde.
   */
  Map<String, IssuerConfig> issuers();

  DevelopmentConfig development();

  /** The issuer of {@code ./mvnw token}, for a machine of your own. */
  interface DevelopmentConfig {
    /**
     * What it signs with by HS256, at least 32 bytes; who knows it is whoever they like. There is
     * no such issuer when not set.
     */
    Optional<String> secret();

    /** Whether there may be such an issuer; not so in the image. */
    @WithDefault("true")
    boolean allowed();
  }

  /** One issuer: exactly one of discovery, jwks, public-key and secret says by what it signs. */
  interface IssuerConfig {
    /** What its tokens have as iss, like https://id.example.org/realms/chat. */
    String issuer();

    /** What its tokens have as aud, or one of these. */
    Set<String> audience();

    /**
     * Where /.well-known/openid-configuration is found, as a rule the same as issuer: there it says
     * where its keys are.
     */
    Optional<String> discovery();

    /** Where its keys are. */
    Optional<String> jwks();

    /** Its public key in PEM. */
    Optional<String> publicKey();

    /** What it signs with by HS256, at least 32 bytes; for your own application. */
    Optional<String> secret();

    /** How it may sign; RS256 and ES256, with a secret HS256, when not set. */
    Optional<Set<String>> algorithms();

    /** Whose value tells people apart. */
    @WithDefault("sub")
    String idClaim();

    /** Whose value is shown. */
    @WithDefault("name")
    String nameClaim();
  }
}
