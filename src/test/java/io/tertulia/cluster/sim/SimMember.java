package io.tertulia.cluster.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.cluster.log.Talk;
import io.tertulia.format.Frame;
import io.tertulia.format.JsonFormat;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.overlay.FoldingReader;
import io.tertulia.session.Session;
import io.tertulia.session.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A client that does what the protocol says, and checks what it can see by itself. */
final class SimMember {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final World world;
  private final String name;
  private final List<Shown> view = new ArrayList<>();
  private final FoldingReader messages = new FoldingReader();
  private @Nullable Position cursor;
  private long floor;
  private @Nullable Line line;
  private boolean joined;

  private record Shown(long seq, String mid) {}

  SimMember(World world, String name) {
    this.world = world;
    this.name = name;
    enter();
  }

  /** One connection to one node. */
  private final class Line implements Connection {
    private final SimNode node;
    private final Session session;

    private Line(SimNode node) {
      this.node = node;
      this.session = new Session(this, node.context(), new JsonFormat(), node.wheel(), node.work());
    }

    @Override
    public String id() {
      return name;
    }

    @Override
    public String address() {
      return name;
    }

    @Override
    public long openedAt() {
      return 0;
    }

    @Override
    public Executor loop() {
      return node;
    }

    @Override
    public void write(Frame frame) {
      byte[] bytes = frame.bytes();
      boolean text = bytes[0] == (byte) 0x81;
      if (line == this && text) {
        int header = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10;
        receive(parse(new String(bytes, header, bytes.length - header, StandardCharsets.UTF_8)));
      }
    }

    @Override
    public long queuedBytes() {
      return 0;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void abort() {
      close(CloseCode.TOO_SLOW);
    }

    @Override
    public void close(CloseCode code) {
      if (line == this) {
        leave();
      }
    }
  }

  boolean isOn(SimNode node) {
    return line != null && line.node == node;
  }

  boolean shows(String mid) {
    return view.stream().anyMatch(shown -> shown.mid.equals(mid));
  }

  private void enter() {
    List<SimNode> open = world.nodes.stream().filter(node -> !node.isStopped()).toList();
    SimNode node = open.isEmpty() ? world.anyNode() : open.get(world.random.nextInt(open.size()));
    node.at(
        1,
        () -> {
          Line begun = new Line(node);
          line = begun;
          joined = false;
          String since = cursor == null ? null : cursor.cursor();
          begun.session.receive(
              List.of(
                  new Command.Hello(
                      1,
                      null,
                      null,
                      name,
                      List.of(new Command.RoomAsked(World.ROOM.value(), since)))));
        });
    // A node that dies or stops before it answers is left.
    world.at(
        4_000,
        () -> {
          if (!joined && !isWaiting(node)) {
            leave();
          }
        });
  }

  private boolean isWaiting(SimNode node) {
    return line != null && line.node != node;
  }

  /** Its connection ends; it comes back some time later, somewhere. */
  void leave() {
    Line gone = line;
    line = null;
    joined = false;
    if (gone != null) {
      gone.node.at(0, gone.session::closed);
    }
    world.at(world.between(10, 2_500), this::enterUnlessThere);
  }

  private void enterUnlessThere() {
    if (line == null) {
      enter();
    }
  }

  private void receive(JsonNode event) {
    switch (event.path("type").asText()) {
      case "joined" -> {
        joined = true;
        if (cursor == null) {
          cursor = Position.parse(event.path("from").asText());
          floor = cursor.seq();
        }
      }
      case "error" -> world.at(1, this::leave);
      case "reset" -> reset(event);
      case "message", "epoch", "edit", "delete", "react" -> entry(event);
      case "history" -> event.path("entries").forEach(messages::load);
      default -> {}
    }
  }

  private void reset(JsonNode event) {
    Position to = Position.parse(event.path("cursor").asText());
    boolean epoch = event.path("reason").asText().equals("epoch");
    world.truth.resets++;
    world.truth.late += event.path("late").asLong();
    if (epoch && cursor != null && to.seq() > cursor.seq()) {
      complain("a reset jumps over entries", event);
    }
    if (cursor != null && to.seq() > cursor.seq()) {
      messages.clear();
    }
    messages.dropAbove(to.seq());
    floor = epoch ? Math.min(floor, to.seq()) : to.seq();
    view.removeIf(shown -> shown.seq > to.seq());
    cursor = to;
  }

  private void entry(JsonNode event) {
    Position last = cursor;
    long seq = event.path("seq").asLong();
    if (last == null || seq != last.seq() + 1) {
      complain("not the next one after " + last, event);
      return;
    }
    boolean begins = event.path("type").asText().equals("epoch");
    if (begins && !event.path("after").asText().equals(last.cursor())) {
      complain("an epoch that does not begin after " + last, event);
    }
    Position at = new Position(begins ? event.path("epoch").asText() : last.epoch(), seq);
    cursor = at;
    String mid = begins ? "epoch " + at.epoch() : event.path("mid").asText();
    world.truth.seen(at.cursor(), mid);
    messages.take(event);
    if (begins) {
      return;
    }
    if (!shows(mid)) {
      view.add(new Shown(seq, mid));
    } else if (!event.has("was")) {
      complain("shown twice as new", event);
    }
  }

  /** Reads a page besides. */
  void look() {
    Line on = line;
    if (on != null && joined) {
      int limit = (int) world.between(1, 60);
      boolean all = world.random.nextBoolean();
      on.node.at(
          0,
          () ->
              on.session.receive(
                  List.of(new Command.History(2, World.ROOM.value(), null, null, limit, all))));
    }
  }

  /**
   * In the end what is shown of each message is what the log shows.
   *
   * @param now by mid, of those that the log keeps
   */
  void judge(Map<String, JsonNode> now) {
    for (JsonNode shown : messages.shown()) {
      JsonNode want = now.get(shown.path("mid").asText());
      if (want != null && !want.equals(shown)) {
        world.truth.complain(name + " shows " + shown + " and not " + want);
      }
      world.truth.changed += shown.has("rev") && want != null ? 1 : 0;
    }
  }

  /** In the end: it is there, and shows what the log has, in its order. */
  void judge(List<Entry> log) {
    if (!joined) {
      world.truth.complain(name + " is not joined at the end");
      return;
    }
    Set<String> below = new HashSet<>();
    List<String> got = new ArrayList<>();
    for (Shown shown : view) {
      if (shown.seq <= floor) {
        below.add(shown.mid);
      } else {
        got.add(shown.mid);
      }
    }
    List<String> want =
        log.stream()
            .filter(entry -> entry.position().seq() > floor && !Talk.isEpoch(entry))
            .map(Entry::mid)
            .filter(mid -> !below.contains(mid))
            .distinct()
            .toList();
    if (!got.equals(want)) {
      world.truth.complain(name + " above " + floor + " shows " + got + " and not " + want);
    }
  }

  private void complain(String what, JsonNode event) {
    world.truth.complain(name + " at " + world.now() + ": " + what + ": " + event);
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
