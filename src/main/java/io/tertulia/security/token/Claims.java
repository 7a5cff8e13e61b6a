package io.tertulia.security.token;

import io.tertulia.protocol.Shapes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a token says (RFC 7519, 4.1), after its signature was found good. What is of another
 * shape than it must be is refused with the name of the claim.
 */
final class Claims {
  /** How far the clocks of an issuer and of a node may be apart, in milliseconds. */
  static final long LEEWAY = 60_000;

  /** Rooms' patterns or roles in one token; who has more belongs into a group. */
  private static final int MANY = 1_000;

  /** The year 5138: seconds above it are milliseconds, or nonsense. */
  private static final double LATEST = 1e11;

  private static final int LONGEST_TOKEN_ID = 128;

  /** A claim that anybody may have written, until its issuer says that it looked. */
  private static final String EMAIL = "email";

  private final Map<String, Object> claims;

  /** A claim is not as it has to be. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean expired;

    private Bad(String message, boolean expired) {
      super(message);
      this.expired = expired;
    }

    boolean isExpired() {
      return expired;
    }
  }

  Claims(Map<String, Object> claims) {
    this.claims = claims;
  }

  /**
   * @param now milliseconds of the wall clock
   */
  TokenIdentity bearer(Issuer issuer, long now) throws Bad {
    if (!issuer.url().equals(claims.get("iss"))) {
      throw bad("iss is not " + issuer.url());
    }
    audience(issuer);
    long expires = requiredTime("exp");
    if (expires + LEEWAY <= now) {
      throw new Bad("This token has expired: come with a fresh one.", true);
    }
    notBefore("nbf", now);
    long issued = notBefore("iat", now);
    String subject = subject(issuer);
    String id = SubjectId.of(issuer, subject);
    return new TokenIdentity(id, name(issuer, id), roles(), grants(), issued, expires, tokenId());
  }

  private void audience(Issuer issuer) throws Bad {
    boolean ours =
        switch (claims.get("aud")) {
          case String one -> issuer.audiences().contains(one);
          case Collection<?> many -> many.stream().anyMatch(one -> isOf(issuer, one));
          case null, default -> false;
        };
    if (!ours) {
      throw bad("aud names none of " + issuer.audiences());
    }
  }

  private static boolean isOf(Issuer issuer, @Nullable Object audience) {
    return audience instanceof String word && issuer.audiences().contains(word);
  }

  private String subject(Issuer issuer) throws Bad {
    if (issuer.idClaim().equals(EMAIL) && !Boolean.TRUE.equals(claims.get("email_verified"))) {
      throw bad("by email it counts only with email_verified: true");
    }
    if (claims.get(issuer.idClaim()) instanceof String word
        && !word.isEmpty()
        && Shapes.isUnicode(word)) {
      return word;
    }
    throw bad(issuer.idClaim() + " has to be a text");
  }

  private String name(Issuer issuer, String id) {
    return claims.get(issuer.nameClaim()) instanceof String word && Shapes.isName(word.strip())
        ? word.strip()
        : id.length() <= Shapes.NAME_LENGTH ? id : id.substring(0, Shapes.NAME_LENGTH);
  }

  private Set<String> roles() throws Bad {
    Object roles = claims.get("roles");
    if (roles == null) {
      return Set.of();
    }
    if (!(roles instanceof Collection<?> many) || many.size() > MANY) {
      throw bad("roles has to be a list of texts, at most " + MANY);
    }
    Set<String> words = new HashSet<>();
    for (Object role : many) {
      words.add(text("roles", role));
    }
    return Set.copyOf(words);
  }

  private Map<String, String> grants() throws Bad {
    Object grants = claims.get("grants");
    if (grants == null) {
      return Map.of();
    }
    if (!(grants instanceof Map<?, ?> many) || many.size() > MANY) {
      throw bad("grants has to be an object {room pattern: role}, of at most " + MANY);
    }
    Map<String, String> words = new HashMap<>();
    for (Map.Entry<?, ?> grant : many.entrySet()) {
      words.put(text("grants", grant.getKey()), text("grants", grant.getValue()));
    }
    return Map.copyOf(words);
  }

  private @Nullable String tokenId() throws Bad {
    Object id = claims.get("jti");
    if (id == null) {
      return null;
    }
    if (id instanceof String word && !word.isEmpty() && word.length() <= LONGEST_TOKEN_ID) {
      return word;
    }
    throw bad("jti has to be a text of at most " + LONGEST_TOKEN_ID + " characters");
  }

  private static String text(String claim, @Nullable Object value) throws Bad {
    if (value instanceof String word) {
      return word;
    }
    throw bad(claim + " holds something else than texts");
  }

  /** When it becomes good, 0 when the token does not say. */
  private long notBefore(String claim, long now) throws Bad {
    if (claims.get(claim) == null) {
      return 0;
    }
    long time = requiredTime(claim);
    if (time - LEEWAY > now) {
      throw bad(claim + " lies ahead: it is not valid yet, or a clock is wrong");
    }
    return time;
  }

  /** NumericDate: seconds, perhaps with a fraction. In milliseconds here. */
  private long requiredTime(String claim) throws Bad {
    if (claims.get(claim) instanceof Number number) {
      double seconds = number.doubleValue();
      if (seconds >= 0 && seconds < LATEST) {
        return (long) (seconds * 1000);
      }
    }
    throw bad(claim + " has to be a number of seconds since 1970");
  }

  private static Bad bad(String message) {
    return new Bad("This token is not taken: " + message + ".", false);
  }
}
