package io.tertulia.e2e.identity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.e2e.Engines;
import io.tertulia.e2e.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Keycloak with the realm of {@code src/docs/access}, and two people in it. It keeps all in
 * memory: started again it has other keys, and the same people.
 */
final class Keycloak implements AutoCloseable {
  private static final Path PROGRAM = Engines.program("keycloak-26.7.3/bin/kc.sh", "keycloak");
  private static final Path REALM = Path.of("src", "docs", "access", "keycloak-realm.json");
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PASSWORD = "correct horse";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port = FreePort.choose();
  private final int managementPort = FreePort.choose();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private int keys;

  private Keycloak() throws IOException {
    this.process = launch();
  }

  /** Returns when people can sign in. */
  static Keycloak start() throws IOException {
    Keycloak keycloak = new Keycloak();
    keycloak.open();
    return keycloak;
  }

  /** On the same port, with keys that nobody has seen. */
  void startAgain() throws IOException {
    process = launch();
    open();
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** By the password grant: what a person's own application would get in another way. */
  String token(String user) {
    return grant("chat", "chat", user, PASSWORD);
  }

  /** From now on it signs with a new key; the others stay good. */
  void rotateKeys() {
    post(
        "/admin/realms/chat/components",
        """
        {"name": "key-%d", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
         "config": {"priority": ["%d"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}}"""
            .formatted(++keys, 200 + keys));
  }

  /** It takes connections and answers none. */
  void freeze() throws IOException, InterruptedException {
    for (ProcessHandle each : processes()) {
      new ProcessBuilder("kill", "-STOP", "" + each.pid()).start().waitFor();
    }
  }

  /** SIGKILL. */
  void kill() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    kill();
  }

  /** The script, and the JVM that it waits for. */
  private List<ProcessHandle> processes() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  private Process launch() throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "e2e-logs"));
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM.toString(),
            "start",
            "--optimized",
            "--cache=local",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            // 9000 otherwise, as a node's.
            "--http-management-port=" + managementPort,
            "--hostname-strict=false");
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx512m",
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                PASSWORD));
    Process started =
        builder
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    logs.resolve("keycloak-" + port + ".log").toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    return started;
  }

  private void open() throws IOException {
    await()
        .atMost(READY_WITHIN)
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast("Keycloak ended: see target/e2e-logs", () -> !process.isAlive())
        .until(this::isReady);
    post("/admin/realms", realm());
  }

  private boolean isReady() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/realms/master")).timeout(PATIENCE).build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  /** That of the document, with people, who may sign in by nothing but a password. */
  private static String realm() throws IOException {
    ObjectNode realm = (ObjectNode) JSON.readTree(REALM.toFile());
    realm.put("sslRequired", "none");
    ((ObjectNode) realm.at("/clients/0")).put("directAccessGrantsEnabled", true);
    ArrayNode users = realm.putArray("users");
    addUser(users, "ana", "Ana", "García").putObject("clientRoles").putArray("chat").add("admin");
    addUser(users, "luis", "Luis", "Pérez");
    return realm.toString();
  }

  private static ObjectNode addUser(ArrayNode users, String name, String first, String last) {
    ObjectNode user = users.addObject();
    user.put("id", idOf(name)).put("username", name).put("firstName", first).put("lastName", last);
    user.put("email", name + "@example.org").put("enabled", true);
    user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
    return user;
  }

  /** What a token of somebody's has as sub. */
  static String idOf(String user) {
    return UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private String grant(String realm, String client, String user, String password) {
    String form =
        Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                user,
                "password",
                password)
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(address() + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    return read(answer).path("access_token").asText();
  }

  private void post(String path, String body) {
    String admin = grant("master", "admin-cli", "admin", PASSWORD);
    send(
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("Authorization", "Bearer " + admin)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(answer.uri() + " answered " + answer.body());
      }
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("Keycloak was asked in vain", e);
    }
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
