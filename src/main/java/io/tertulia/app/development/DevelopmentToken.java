package io.tertulia.app.development;

import io.tertulia.protocol.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes a token of the development issuer; {@code ./mvnw token}. Needs nothing but the JDK, so that
 * it runs before anything was packaged.
 *
 * @param user what tells them apart
 * @param name what is shown, null for the same
 * @param admin whether they have the role admin
 */
public record DevelopmentToken(String user, @Nullable String name, boolean admin, Duration life) {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._:@|-]{1,64}");
  private static final Pattern HOURS = Pattern.compile("[1-9][0-9]{0,2}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /**
   * Prints a token, and beside it, as an error, what it is good for.
   *
   * @param words the file of the secret, then what {@link #parse} takes
   */
  public static void main(String... words) throws IOException {
    try {
      DevelopmentToken token = parse(List.of(words).subList(1, words.length));
      String secret = Files.readString(Path.of(words[0])).strip();
      String signed = token.sign(secret, Clock.systemUTC().instant());
      System.out.println(signed);
      System.err.println(token.help(signed));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * @param words a user, {@code --admin}, {@code --name=NAME}, {@code --hours=HOURS}, in any order
   * @throws IllegalArgumentException with a sentence for the person who wrote them
   */
  static DevelopmentToken parse(List<String> words) {
    String user = null;
    String name = null;
    boolean admin = false;
    Duration life = Duration.ofHours(24);
    for (String word : words) {
      if (word.equals("--admin")) {
        admin = true;
      } else if (word.startsWith("--name=")) {
        name = word.substring("--name=".length());
      } else if (word.startsWith("--hours=")) {
        life = hours(word.substring("--hours=".length()));
      } else if (user == null && !word.startsWith("-")) {
        user = word;
      } else {
        throw new IllegalArgumentException(
            "token does not know \"" + word + "\": it takes a user, --admin, --name=, --hours=.");
      }
    }
    return checked(user, name, admin, life);
  }

  private static DevelopmentToken checked(
      @Nullable String user, @Nullable String name, boolean admin, Duration life) {
    if (user == null || !USER.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "Say for whom, with 1-64 of A-Z a-z 0-9 . _ : @ | -; for example: ./mvnw token ana --admin");
    }
    if (name != null && !Shapes.isName(name)) {
      throw new IllegalArgumentException(
          "A name has 1-" + Shapes.NAME_LENGTH + " characters on one line.");
    }
    return new DevelopmentToken(user, name, admin, life);
  }

  private static Duration hours(String word) {
    if (!HOURS.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "--hours cannot be \"" + word + "\": it must be 1 to 999.");
    }
    return Duration.ofHours(Long.parseLong(word));
  }

  /**
   * A JWT (RFC 7519), signed by HS256.
   *
   * @param now when its life begins
   */
  public String sign(String secret, Instant now) {
    String head = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims(now));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return head + "." + BASE64.encodeToString(mac.doFinal(head.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC with SHA-256", e);
    }
  }

  private String claims(Instant now) {
    String shown = name == null ? user : name.replace("\\", "\\\\").replace("\"", "\\\"");
    return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"name\":\"%s\",\"roles\":[%s],\"iat\":%d,\"exp\":%d}"
        .formatted(
            DevelopmentIssuer.URL,
            DevelopmentIssuer.AUDIENCE,
            user,
            shown,
            admin ? "\"admin\"" : "",
            now.getEpochSecond(),
            now.plus(life).getEpochSecond());
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String help(String signed) {
    return """

        That is %s~%s%s, for %d hours, at a server started with --sign-in. In a browser:
          http://localhost:8080/#token=%s"""
        .formatted(
            DevelopmentIssuer.NAME,
            user,
            admin ? ", an administrator" : "",
            life.toHours(),
            signed);
  }
}
