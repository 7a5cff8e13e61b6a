package io.tertulia.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tertulia.client.ChatClient;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Use;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People of Keycloak on a packaged node that is set up as {@code access.md} shows it. */
class IdentityProviderE2E {
  /** An unknown key is asked for once in 30 s; what remains is for slow machines. */
  private static final Duration NEW_KEY_WITHIN = Duration.ofSeconds(35);

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);
  private static final String SIGN_IN =
      "{\"type\":\"hello\",\"id\":1,\"token\":\"%s\",\"rooms\":{\"mesa\":null}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Keycloak keycloak;
  private static PackagedNode node;

  @BeforeAll
  static void start() throws IOException {
    keycloak = Keycloak.start();
    node = PackagedNode.start(documented());
  }

  @AfterAll
  static void stop() {
    node.close();
    keycloak.close();
  }

  /** The settings of the document, at this Keycloak's address. */
  private static String[] documented() throws IOException {
    return Files.readAllLines(Path.of("src/docs/access.md")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("tertulia.access.issuers.primary."))
        .map(line -> line.replace("https://id.example.org", keycloak.address()))
        .toArray(String[]::new);
  }

  @Test
  void people_sign_in_and_are_who_the_provider_says() throws Exception {
    String token = keycloak.token("ana");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getStringListClaim("roles")).containsExactly("admin");
    assertThat(SignedJWT.parse(keycloak.token("luis")).getJWTClaimsSet().getClaim("roles"))
        .as("an ordinary user has none")
        .isNull();

    try (ChatClient ana = client();
        ChatClient luis = client()) {
      JsonNode welcome = signIn(ana, token);
      assertThat(welcome.at("/you/id").asText()).isEqualTo(Keycloak.idOf("ana"));
      assertThat(welcome.at("/you/name").asText()).isEqualTo("Ana García");
      assertThat(welcome.at("/you").has("guest")).isFalse();
      assertThat(welcome.path("expires").asLong()).isEqualTo(claims.getExpirationTime().getTime());
      signIn(luis, keycloak.token("luis"));
      hears(luis, ana, "hola");
      hears(ana, luis, "¿qué tal?");
    }
  }

  @Test
  void keys_that_change_while_people_talk_are_noticed_by_nobody() throws Exception {
    try (ChatClient ana = client();
        ChatClient luis = client()) {
      String old = keycloak.token("ana");
      signIn(ana, old);
      signIn(luis, keycloak.token("luis"));
      keycloak.rotateKeys();
      String fresh = keycloak.token("ana");
      assertThat(keyOf(fresh)).isNotEqualTo(keyOf(old));

      await().atMost(NEW_KEY_WITHIN).until(() -> isWelcome(fresh));
      assertThat(isWelcome(old)).as("the old one is still good").isTrue();
      ana.send("{\"type\":\"hello\",\"id\":7,\"token\":\"" + fresh + "\"}");
      ana.await(text -> text.contains("\"welcome\""));
      hears(luis, ana, "with a token of the new key");
      hears(ana, luis, "with one of the old");
    }
  }

  @Test
  void while_the_provider_is_away_people_talk_and_those_with_known_keys_come_in() throws Exception {
    try (Machine machine = Machine.watch();
        ChatClient ana = client();
        ChatClient luis = client()) {
      List<String> known = List.of(keycloak.token("ana"), keycloak.token("luis"));
      await().atMost(NEW_KEY_WITHIN).until(() -> isWelcome(known.getFirst()));
      signIn(ana, known.getFirst());
      keycloak.rotateKeys();
      String unknown = keycloak.token("luis");

      List<Duration> answers = new ArrayList<>();
      keycloak.freeze();
      answers.add(isToComeAgain(unknown));
      keycloak.kill();
      answers.add(isToComeAgain(unknown));
      answers.add(isToComeAgain(unknown));
      Use use = machine.use();
      signIn(luis, known.getLast());
      hears(luis, ana, "nobody who is in notices");

      keycloak.startAgain();
      String other = keycloak.token("luis");
      assertThat(keyOf(other)).isNotIn(keyOf(unknown), keyOf(known.getLast()));
      await().atMost(NEW_KEY_WITHIN).until(() -> isWelcome(other));
      hears(ana, luis, "nor when it is back");
      assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
      assertThat(answers).allSatisfy(took -> assertThat(took).isLessThan(ANSWERED_WITHIN));
    }
  }

  private static ChatClient client() {
    return ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat"));
  }

  private static JsonNode signIn(ChatClient client, String token) throws IOException {
    client.send(SIGN_IN.formatted(token));
    String welcome = client.next();
    assertThat(welcome).startsWith("{\"type\":\"welcome\"");
    client.await(text -> text.startsWith("{\"type\":\"joined\""));
    return JSON.readTree(welcome);
  }

  private static boolean isWelcome(String token) {
    try (ChatClient client = client()) {
      client.send(SIGN_IN.formatted(token));
      return client.next().startsWith("{\"type\":\"welcome\"");
    }
  }

  /** After how long it was said. */
  private static Duration isToComeAgain(String token) throws IOException {
    try (ChatClient client = client()) {
      long asked = System.nanoTime();
      client.send(SIGN_IN.formatted(token));
      JsonNode answer = JSON.readTree(client.next());
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      assertThat(answer.path("code").asInt()).as(answer.toString()).isEqualTo(140);
      assertThat(answer.path("retryable").asBoolean()).isTrue();
      return took;
    }
  }

  private static void hears(ChatClient who, ChatClient speaker, String text) {
    speaker.send(
        "{\"type\":\"say\",\"id\":9,\"room\":\"mesa\",\"key\":\"%s\",\"text\":\"%s\"}"
            .formatted(Integer.toHexString(text.hashCode()), text));
    who.await(heard -> heard.contains("\"message\"") && heard.contains(text));
  }

  private static String keyOf(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }
}
