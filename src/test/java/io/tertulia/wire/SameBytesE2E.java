package io.tertulia.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import io.tertulia.e2e.PackagedNode;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random conversations by each way in which frames leave: every member gets the same
 * frames, byte for byte but for what is random or a time. What a member is answered and what its
 * room is told are compared each in its own order: in which order TCP hands commands over is not
 * ours to say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameBytesE2E {
  private static final int ACTIONS = 60;
  private static final int[] SIZES = {1, 40, 99, 100, 101, 125, 126, 127, 1_000, 4_000};

  /** Values that no two runs share; the length of each is compared. */
  private static final Pattern VOLATILE =
      Pattern.compile(
          "(?<=\"(mid|id|resume|session|cursor|from|head|at|time)\":)" + "(\"[^\"]*\"|\\d{12,})");

  private final List<PackagedNode> nodes = new ArrayList<>();

  /** One member and all that it was sent. */
  private static final class Member {
    final RawSocket socket;
    final boolean bare;
    final Queue<ServerFrame> heard = new ConcurrentLinkedQueue<>();

    Member(PackagedNode node, String room, int number) {
      URI at = URI.create("http://127.0.0.1:" + node.port());
      bare = number % 3 == 2;
      socket =
          bare
              ? RawSocket.openSlow(at, "/chat/" + room + "?name=bare-" + number)
              : RawSocket.openSlow(at, "/chat", "Sec-WebSocket-Protocol: tertulia.v1.json");
      Thread.ofVirtual().start(this::listen);
      if (!bare) {
        say("{\"type\":\"hello\",\"id\":1,\"name\":\"json-" + number + "\"}");
        say("{\"type\":\"join\",\"id\":2,\"room\":\"" + room + "\"}");
        until("\"type\":\"joined\"");
      } else {
        // It is greeted before it is in the room, and may miss what others say until then.
        say("here is " + number);
        until("recibió: here is " + number);
      }
    }

    private void listen() {
      try {
        while (true) {
          heard.add(socket.frame());
        }
      } catch (UncheckedIOException e) {
        // The end of the conversation.
      }
    }

    void say(String text) {
      socket.send(ClientFrame.text(text));
    }

    void until(String part) {
      await(part)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(30))
          .until(() -> heard.stream().anyMatch(frame -> frame.text().contains(part)));
    }
  }

  @BeforeAll
  void start() {
    for (String writes : List.of("plain", "netty", "direct")) {
      nodes.add(
          PackagedNode.start(
              "tertulia.socket.writes=" + writes,
              "tertulia.node=the-same",
              "tertulia.limits.rate-per-session=100000",
              "tertulia.limits.rate-per-user=100000",
              "tertulia.limits.rate-per-address=100000",
              // Who came is told when all are there and nobody speaks.
              "tertulia.presence.join=2s"));
    }
  }

  @AfterAll
  void stop() {
    nodes.forEach(PackagedNode::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void every_member_gets_the_same_frames_whatever_way_they_leave(long seed) {
    List<List<Map<String, List<String>>>> all =
        nodes.stream().map(node -> conversation(node, seed)).toList();
    assertThat(all.getFirst().getFirst().get("message")).hasSizeGreaterThan(ACTIONS);
    same("netty", all.get(1), all.getFirst());
    same("direct", all.get(2), all.getFirst());
  }

  private static void same(
      String way, List<Map<String, List<String>>> got, List<Map<String, List<String>>> plain) {
    for (int member = 0; member < plain.size(); member++) {
      String of = way + ", member " + member;
      assertThat(got.get(member).keySet()).as(of).isEqualTo(plain.get(member).keySet());
      for (String type : plain.get(member).keySet()) {
        assertThat(got.get(member).get(type))
            .as("%s, %s", of, type)
            .containsExactlyElementsOf(plain.get(member).get(type));
      }
    }
  }

  private static List<Map<String, List<String>>> conversation(PackagedNode node, long seed) {
    String room = "room-" + seed;
    Random random = new Random(seed);
    List<Member> members =
        IntStream.range(0, 6).mapToObj(number -> new Member(node, room, number)).toList();
    for (int action = 0; action < ACTIONS; action++) {
      Member speaker = members.get(random.nextInt(members.size()));
      int burst = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1;
      String last = say(speaker, room, random, action, burst);
      members.stream()
          .filter(member -> member != speaker || !speaker.bare)
          .forEach(member -> member.until(last));
    }
    members.forEach(member -> member.socket.close());
    return members.stream().map(SameBytesE2E::transcript).toList();
  }

  /**
   * All in one write.
   *
   * @return what is in the last of them only
   */
  private static String say(Member speaker, String room, Random random, int action, int burst) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String mark = "";
    for (int i = 0; i < burst; i++) {
      mark = "<%d.%d>".formatted(action, i);
      String text = mark + "ñ€😀x".repeat(SIZES[random.nextInt(SIZES.length)]).substring(0, 1);
      text += "z".repeat(SIZES[random.nextInt(SIZES.length)]);
      int id = action * 100 + i + 10;
      String command =
          "{\"type\":\"say\",\"id\":%d,\"room\":\"%s\",\"key\":\"k-%d\",\"text\":\"%s\"}"
              .formatted(id, room, id, text);
      all.writeBytes(ClientFrame.text(speaker.bare ? text : command));
    }
    speaker.socket.send(all.toByteArray());
    return mark;
  }

  /** By the type of the event, in order, as header and payload. */
  private static Map<String, List<String>> transcript(Member member) {
    Map<String, List<String>> told = new TreeMap<>();
    for (ServerFrame frame : member.heard) {
      String text = VOLATILE.matcher(frame.text()).replaceAll(m -> "*" + m.group().length());
      String type = text.replaceAll("(?s)^\\{\"type\":\"(\\w+)\".*|.*", "$1");
      String of = member.bare ? (text.startsWith("Servidor") ? "answer" : "line") : type;
      told.computeIfAbsent(of, _ -> new ArrayList<>())
          .add("%x %x %s".formatted(frame.first(), frame.second(), text));
    }
    // When it comes is a matter of time.
    told.keySet().removeAll(List.of("presence", "members"));
    return told;
  }
}
