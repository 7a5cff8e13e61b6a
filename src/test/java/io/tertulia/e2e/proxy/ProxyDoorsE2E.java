package io.tertulia.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.ChatClient;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.e2e.proxy.running.Proxies;
import io.tertulia.e2e.proxy.running.Proxy;
import io.tertulia.e2e.proxy.running.RunningProxy;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.RigNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every door of a node works behind every proxy as it does without. */
class ProxyDoorsE2E {
  private static final int FRAME = 409_600;
  private static final String TEXT = "x".repeat(65_536);

  /** What a client writes that wants to be somebody else. */
  private static final String[] INVENTED = {
    "X-Forwarded-For: 6.6.6.6",
    "X-Forwarded-For: 6.6.6.7, 6.6.6.8",
    "X-Forwarded-Port: many",
    "X-Forwarded-Host: evil.example",
    "X-Real-IP: 6.6.6.9",
    "Forwarded: for=6.6.6.10"
  };

  private static ClusterRig rig;
  private static Proxies proxies;

  @BeforeAll
  static void start() {
    rig = Proxies.nodes();
    proxies = Proxies.before(rig);
  }

  @AfterAll
  static void stop() {
    proxies.close();
    rig.close();
  }

  /** Every proxy has one plain port and one for TLS. */
  static Stream<Arguments> ports() {
    return Stream.of(Proxy.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, "http"), Arguments.of(kind, "https")));
  }

  private static URI address(Proxy kind, String scheme) {
    return scheme.equals("http") ? proxies.get(kind).plain() : proxies.get(kind).secure();
  }

  /** The same port for sockets. */
  private static URI socket(Proxy kind, String scheme, String path) {
    return URI.create(address(kind, scheme).resolve(path).toString().replaceFirst("^http", "ws"));
  }

  @ParameterizedTest
  @MethodSource("ports")
  void one_port_serves_the_page_and_the_other_doors(Proxy kind, String scheme) {
    URI there = address(kind, scheme);
    assertThat(get(kind, there.resolve("/")).headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    HttpResponse<String> posted = post(kind, there, "a-" + kind + scheme, TEXT);
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
    assertThat(get(kind, there.resolve("/rooms/doors/messages?limit=1")).body()).contains(TEXT);
    assertThat(get(kind, there.resolve("/chat")).statusCode()).isEqualTo(426);
    assertThat(get(kind, there.resolve("/q/health")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("ports")
  void the_same_port_serves_bare_conversations(Proxy kind, String scheme) {
    URI room = socket(kind, scheme, "/chat/bare-" + name(kind) + scheme);
    try (ChatClient ana = bare(kind, URI.create(room + "?name=ana"));
        ChatClient bob = bare(kind, URI.create(room + "?name=bob&binary=1"))) {
      assertThat(ana.next()).isEqualTo("Bienvenido al chat WebSocket!");
      assertThat(bob.next()).isEqualTo("Bienvenido al chat WebSocket!");
      comeIn(ana);
      comeIn(bob);
      ana.send("¿qué tal?");
      ana.await("Servidor recibió: ¿qué tal?"::equals);
      bob.await("ana: ¿qué tal?"::equals);
      ana.send(new byte[] {0, 1, (byte) 0xff});
      bob.await("0x0001ff"::equals);
    }
    try (ChatClient root = bare(kind, socket(kind, scheme, "/"))) {
      assertThat(root.next()).isEqualTo("Bienvenido al chat WebSocket!");
    }
  }

  /** The greeting is a moment ahead of the room: who hears itself is in. */
  private static void comeIn(ChatClient client) {
    client.send("hola");
    client.await("Servidor recibió: hola"::equals);
  }

  @ParameterizedTest
  @MethodSource("ports")
  void the_same_port_serves_the_protocol_up_to_its_largest_message(Proxy kind, String scheme) {
    String room = "large-" + name(kind) + scheme;
    String say = "{\"type\":\"say\",\"id\":2,\"room\":\"" + room + "\",\"text\":\"" + TEXT + "\"}";
    ChatClient ana = json(kind, scheme, room);
    try (ChatClient bob = json(kind, scheme, room)) {
      ana.send(say + " ".repeat(FRAME - say.length()));
      ana.await(text -> text.contains("\"ack\""));
      bob.await(text -> text.contains(TEXT));
      ana.send(say + " ".repeat(FRAME + 1 - say.length()));
      assertThat(ana.awaitClose()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_handshake_passes_unchanged(Proxy kind) {
    assertThat(handshake(kind, "Sec-WebSocket-Protocol: " + ChatClient.JSON))
        .startsWith("HTTP/1.1 101 ")
        .containsIgnoringCase("\r\nupgrade: websocket\r\n")
        .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
        .containsIgnoringCase("\r\nsec-websocket-protocol: tertulia.v1.json\r\n");
    assertThat(handshake(kind, "")).doesNotContainIgnoringCase("sec-websocket-protocol");
    assertThat(handshake(kind, "Sec-WebSocket-Protocol: mqtt")).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @EnumSource
  void its_own_pages_come_in_and_foreign_ones_do_not(Proxy kind) {
    assertThat(handshake(kind, "Origin: http://localhost:8080")).startsWith("HTTP/1.1 101 ");
    assertThat(handshake(kind, "Origin: https://localhost:8080")).startsWith("HTTP/1.1 101 ");
    assertThat(handshake(kind, "Origin: https://evil.example")).startsWith("HTTP/1.1 403 ");
    assertThat(handshake(kind, "Origin: http://localhost:8081")).startsWith("HTTP/1.1 403 ");
    RunningProxy proxy = proxies.get(kind);
    try (RawSocket socket = RawSocket.connectTls(proxy.secure(), proxy.certificate().trust())) {
      socket.send(RawSocket.handshake("/chat", "Origin: https://localhost:8080"));
      assertThat(socket.response()).startsWith("HTTP/1.1 101 ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_client_is_known_by_its_address_and_cannot_invent_one(Proxy kind) {
    String address = "127.0.6." + (10 + kind.ordinal());
    try (RawSocket socket = RawSocket.connectFrom(address, proxies.get(kind).plain())) {
      socket.upgrade("/chat", INVENTED).frame();
      awaitOpened(address);
    }
    assertThat(logs()).doesNotContain("6.6.6.", " ERROR ");
  }

  @Test
  void who_goes_around_the_proxies_is_not_believed() {
    String address = "127.0.6.9";
    for (RigNode node : rig.nodes()) {
      try (RawSocket socket = RawSocket.connectFrom(address, node.address())) {
        socket.upgrade("/chat", "X-Forwarded-For: 6.6.6.6").frame();
        await().until(() -> node.log().contains("opened from " + address));
      }
    }
    assertThat(logs()).doesNotContain("6.6.6.");
  }

  @Test
  void a_proxy_that_names_no_address_is_told_so() {
    try (RawSocket socket = RawSocket.connect(rig.node(0).address())) {
      socket.send(RawSocket.handshake("/chat", "X-Forwarded-For: unknown"));
      assertThat(socket.response()).startsWith("HTTP/1.1 400 ");
    }
  }

  private static void awaitOpened(String address) {
    await().untilAsserted(() -> assertThat(logs()).contains("opened from " + address));
  }

  private static String logs() {
    return String.join("", rig.nodes().stream().map(RigNode::log).toList());
  }

  private static String handshake(Proxy kind, String header) {
    try (RawSocket socket = RawSocket.connect(proxies.get(kind).plain())) {
      return socket.send(RawSocket.handshake("/chat", header)).response();
    }
  }

  private static ChatClient bare(Proxy kind, URI address) {
    return ChatClient.trusting(proxies.get(kind).certificate().trust(), address, null);
  }

  private static ChatClient json(Proxy kind, String scheme, String room) {
    URI chat = socket(kind, scheme, "/chat");
    ChatClient client =
        ChatClient.trusting(proxies.get(kind).certificate().trust(), chat, ChatClient.JSON);
    client.send("{\"type\":\"hello\",\"id\":1,\"name\":\"Ana\",\"rooms\":{\"" + room + "\":null}}");
    client.await(text -> text.contains("\"joined\""));
    return client;
  }

  private static HttpResponse<String> get(Proxy kind, URI address) {
    return send(kind, HttpRequest.newBuilder(address).build());
  }

  private static HttpResponse<String> post(Proxy kind, URI base, String key, String text) {
    return send(
        kind,
        HttpRequest.newBuilder(base.resolve("/rooms/doors/messages"))
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(text))
            .build());
  }

  private static HttpResponse<String> send(Proxy kind, HttpRequest request) {
    try {
      return proxies.get(kind).browser().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(kind + " gave no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static String name(Proxy kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
