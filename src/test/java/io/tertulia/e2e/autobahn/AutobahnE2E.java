package io.tertulia.e2e.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the suite finds is what it found before: no failure, and the same few oddities. */
@QuarkusTest
@TestProfile(AutobahnE2E.Wide.class)
class AutobahnE2E {
  private static final Path KNOWN = Path.of("src/test/resources/autobahn-non-strict.txt");

  /** Fewer would mean that the suite gave up on the way. */
  private static final int CASES = 300;

  private static final Set<String> FAULTLESS = Set.of("OK", "NON-STRICT", "INFORMATIONAL");

  @TestHTTPResource("/")
  URI node;

  /** A node that takes the messages of 16 MB that the suite sends. */
  public static final class Wide implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tertulia.limits.frame", "16777216",
          "tertulia.limits.request-bytes", "64M",
          "tertulia.limits.request-bytes-per-address", "32M",
          "tertulia.limits.connections", "1000");
    }
  }

  @Test
  void no_case_fails_and_the_oddities_are_the_known_ones() throws IOException {
    List<CaseResult> results =
        new FuzzingClient().run(URI.create("ws://127.0.0.1:" + node.getPort() + "/echo"));
    assertThat(results).hasSizeGreaterThanOrEqualTo(CASES);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(FAULTLESS).as(result.line()).contains(result.behavior());
              assertThat(FAULTLESS).as(result.line()).contains(result.behaviorClose());
            });
    assertThat(results.stream().filter(CaseResult::isOdd).map(CaseResult::line))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(KNOWN));
  }
}
