package io.tertulia.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.tertulia.security.token.Issuer;
import io.tertulia.security.token.IssuerKeys;
import io.tertulia.security.token.TokenVerifier;
import io.tertulia.security.token.TokenVerifier.Good;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code access.md} shows works. */
class AccessDocumentE2E {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void a_token_as_the_document_makes_it_in_python_is_taken() throws IOException {
    String token = run("SECRET = b'" + SECRET + "'\n" + example() + "\nprint(token.decode())");
    assertThat(verifier().verify(token.strip()).toCompletableFuture().join())
        .isInstanceOf(Good.class)
        .extracting(verdict -> ((Good) verdict).bearer().name())
        .isEqualTo("Ana");
  }

  /** The lines of the example that is Python. */
  private static String example() throws IOException {
    return Files.readAllLines(Path.of("src/docs/access.md")).stream()
        .dropWhile(line -> !line.startsWith("    import "))
        .takeWhile(line -> line.startsWith("    "))
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  private static String run(String program) throws IOException {
    Process python = new ProcessBuilder("python3", "-c", program).redirectErrorStream(true).start();
    return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static TokenVerifier verifier() {
    Issuer own =
        new Issuer(
            "own",
            true,
            "https://app.example.org",
            Set.of("chat"),
            Set.of(JWSAlgorithm.HS256),
            IssuerKeys.of(
                new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build()),
            "sub",
            "name");
    return new TokenVerifier(List.of(own), Clock.systemUTC());
  }
}
