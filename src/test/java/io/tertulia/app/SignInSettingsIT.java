package io.tertulia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.e2e.PackagedNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A packaged node with the example of {@code src/docs/access/compose.yml}. */
class SignInSettingsIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Path EXAMPLE = Path.of("src", "docs", "access", "compose.yml");
  private static final Pattern VARIABLE =
      Pattern.compile("^    ((?:TERTULIA|QUARKUS)_[A-Z_]+): \"?([^\"\n]+)", Pattern.MULTILINE);

  @Test
  void issuers_come_from_variables_and_a_secret_from_its_file(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("issuer.properties");
    Files.writeString(file, "tertulia.access.issuers.own.secret=" + SECRET + "\n");
    Map<String, String> variables = new HashMap<>();
    VARIABLE
        .matcher(Files.readString(EXAMPLE))
        .results()
        .forEach(found -> variables.put(found.group(1), found.group(2)));
    assertThat(variables).hasSize(7).containsKey("QUARKUS_CONFIG_LOCATIONS");
    variables.put("QUARKUS_CONFIG_LOCATIONS", file.toString());
    // Nobody answers there.
    variables.replaceAll(
        (name, value) ->
            name.endsWith("_DISCOVERY") ? value.replace("id.example.org", "127.0.0.1:9") : value);

    try (PackagedNode node =
        PackagedNode.start(new PackagedNode.Way(List.of(), variables, List.of()))) {
      assertThat(say(node, HttpRequest.newBuilder())).isEqualTo(401);
      assertThat(say(node, HttpRequest.newBuilder().header("Authorization", "Bearer " + token())))
          .isEqualTo(201);
      assertThat(node.log()).doesNotContain(SECRET);
    }
  }

  private static int say(PackagedNode node, HttpRequest.Builder as) throws Exception {
    HttpRequest request =
        as.uri(URI.create("http://127.0.0.1:" + node.port() + "/rooms/mesa/messages"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("hola"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String token() throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer("https://app.example.org")
                .audience("chat")
                .subject("ana")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build());
    token.sign(new MACSigner(SECRET));
    return token.serialize();
  }
}
