package io.tertulia.cluster.node.growing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.cluster.node.ClusterNode;
import io.tertulia.format.EncodedEvent;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.session.subscription.CatchUp;
import io.tertulia.session.subscription.Opening;
import io.tertulia.session.subscription.RoomPorts;
import io.tertulia.session.subscription.Sink;
import io.tertulia.session.subscription.Subscription;
import io.tertulia.session.timing.Steps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who reads one message of a room as it grows, in a plain way: a part goes behind what is
 * there, or in its place when it stands at 0. On one thread.
 */
final class Reader implements Sink, Opening {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScheduledExecutorService loop;
  private final Steps steps;
  private final CatchUp catchUp = new CatchUp(this);
  private final RoomId room;
  private final int pace;

  private @Nullable Subscription subscription;
  private @Nullable String cursor;

  /** What is on the screen. */
  private volatile String text = "";

  private volatile String status = "";
  private volatile @Nullable String fault;
  private volatile int parts;
  private volatile int messages;

  /** Bytes that it takes before it rests; the slow ones rest a while. */
  private int taken;

  private boolean waits;

  /**
   * @param pace bytes that it takes in 20 ms
   */
  Reader(ScheduledExecutorService loop, RoomId room, int pace) {
    this.loop = loop;
    this.room = room;
    this.pace = pace;
    this.steps = new Steps(loop, failure -> fault = failure.toString());
  }

  /** Comes in by this node, from where it was. */
  void enter(ClusterNode node, LocalRooms rooms, String name) {
    loop.execute(
        () -> {
          if (subscription != null) {
            subscription.leave();
            subscription.depart();
            catchUp.clear();
          }
          RoomPorts ports =
              new RoomPorts(node.log(), node.growths(), rooms, node.presence(), why -> {}, 1_000);
          Subscription next =
              new Subscription(room, new Identity(name, name, true), ports, catchUp, this);
          subscription = next;
          next.begin(cursor == null ? null : Position.parse(cursor), true);
        });
  }

  /** Forgets all, as a page does that is loaded again: it begins with this cursor. */
  void forget(String from) {
    loop.execute(
        () -> {
          cursor = from;
          text = "";
        });
  }

  String text() {
    return text;
  }

  String status() {
    return status;
  }

  @Nullable String fault() {
    return fault;
  }

  int parts() {
    return parts;
  }

  int messages() {
    return messages;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public boolean hasRoom() {
    return taken < pace;
  }

  @Override
  public long room() {
    return 1 << 16;
  }

  @Override
  public void entry(EncodedEvent event, String reader) {
    byte[] json = event.json().payload();
    taken += json.length;
    if (taken >= pace && !waits) {
      waits = true;
      loop.schedule(this::rested, 20, TimeUnit.MILLISECONDS);
    }
    try {
      show(JSON.readTree(json));
    } catch (IOException e) {
      throw new AssertionError(new String(json, StandardCharsets.UTF_8), e);
    }
  }

  private void rested() {
    waits = false;
    taken = 0;
    catchUp.goOn();
  }

  private void show(JsonNode event) {
    switch (event.path("type").asText()) {
      case "message" -> {
        messages++;
        text = event.path("text").asText();
        status = event.path("status").asText();
      }
      case "append" -> {
        parts++;
        long at = event.path("at").asLong();
        String before = at == 0 ? "" : text;
        if (before.getBytes(StandardCharsets.UTF_8).length != at) {
          fault = "a part at " + at + " behind " + before.length();
        }
        text = before + event.path("text").asText();
      }
      case "finish" -> {
        text = event.path("text").asText();
        status = event.path("status").asText();
      }
      default -> {}
    }
    if (event.has("seq") && subscription != null && subscription.position() != null) {
      cursor = subscription.position().epoch() + ":" + event.path("seq").asLong();
    }
  }

  @Override
  public void ephemeral(RoomId in, EncodedEvent event, String reader) {
    // Parts are no such events any more.
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.Reset reset) {
      cursor = reset.cursor();
    }
  }

  @Override
  public void forget(RoomId in) {
    // Nothing waits.
  }

  @Override
  public void goOnSoon() {
    loop.execute(catchUp::goOn);
  }

  @Override
  public void deleted(String mid) {}

  @Override
  public void watch() {
    loop.schedule(catchUp::goOn, 20, TimeUnit.MILLISECONDS);
  }

  @Override
  public void joined(Position from, Head end) {
    cursor = from.cursor();
  }

  @Override
  public void opened() {
    // It reads.
  }

  @Override
  public void failed() {
    fault = "it could not come in";
  }

  @Override
  public void refused(Right.Denial why) {
    fault = "refused: " + why;
  }

  @Override
  public void lost(Event.Out reason, long until) {
    fault = "put out: " + reason;
  }

  @Override
  public Authority authority() {
    return Authority.of("reader");
  }
}
