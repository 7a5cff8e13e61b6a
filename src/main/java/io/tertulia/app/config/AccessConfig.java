package io.tertulia.app.config;

import io.smallrye.config.WithDefault;
import io.tertulia.room.access.RoomDefaults;
import io.tertulia.room.members.Policy;
import io.tertulia.security.TokenAccess;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may come in. */
public interface AccessConfig {
  /** What may be done without a token: yes, all that is open; read, but say nothing; no. */
  @WithDefault("yes")
  TokenAccess.Guests guests();

  /**
   * How long a token may live: one that ends later is refused, because what was revoked is
   * remembered for so long.
   */
  @WithDefault("366d")
  Duration longest();

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

  /**
   * Who may give a room a policy that has none, and be its owner: users, all but guests; admins.
   */
  @WithDefault("users")
  RoomDefaults.Creators create();

  /** How many rooms with a policy one person may have given one first and not closed. */
  @WithDefault("1000")
  int roomsPerUser();

  /**
   * What rooms allow that nobody configured, by a name of yours: of several that fit a room the
   * first by that name counts.
   */
  Map<String, RoomConfig> rooms();

  /** What rooms of certain names allow. */
  interface RoomConfig {
    /** Their names, like team-*: a star stands for any characters. */
    String pattern();

    /** Who may read: all, members. */
    @WithDefault("all")
    Policy.Read read();

    /** Who may say something: all, members, moderators. */
    @WithDefault("all")
    Policy.Say say();
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

    /**
     * How it may sign. When not set: as its public-key can (RS256, ES256, ES384, ES512), with a
     * secret HS256, else RS256 and ES256.
     */
    Optional<Set<String>> algorithms();

    /** Whose value tells people apart; email only where email_verified is true beside it. */
    @WithDefault("sub")
    String idClaim();

    /** Whose value is shown. */
    @WithDefault("name")
    String nameClaim();
  }
}
