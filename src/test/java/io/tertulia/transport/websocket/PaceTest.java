package io.tertulia.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.websockets.next.WebSocketConnection;
import io.tertulia.format.Frame;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.tertulia.transport.websocket.upgrade.Handshake;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When what a room tells a member leaves: at once where it is calm, together where it is not. */
class PaceTest {
  private static final Frame A = Frame.text("a");
  private static final Frame B = Frame.text("bb");
  private static final Frame C = Frame.text("ccc");
  private static final Frame REPLY = Frame.text("reply");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now = 1_000;
  private final SocketLoop loop = new SocketLoop(channel.eventLoop(), () -> now, 2);
  private final SocketConnection socket =
      new SocketConnection(nobody(), handshake(channel), loop, WriteMode.DIRECT);

  PaceTest() {
    channel.freezeTime();
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void a_calm_room_waits_for_the_end_of_the_tick_alone() {
    socket.writeSoon(A);
    assertThat(left()).isEmpty();
    tickEnds();
    assertThat(left()).containsExactly(of(A));
    pass(SocketLoop.PACE);
    socket.writeSoon(B);
    tickEnds();
    assertThat(left()).containsExactly(of(B));
  }

  @Test
  void what_comes_in_one_tick_is_one_write() {
    socket.writeSoon(A);
    socket.writeSoon(B);
    tickEnds();
    assertThat(left()).containsExactly(of(A, B));
  }

  @Test
  void right_behind_a_write_all_wait_for_one_at_the_end_of_the_pace() {
    socket.writeSoon(A);
    tickEnds();
    left();
    pass(1);
    socket.writeSoon(B);
    tickEnds();
    pass(SocketLoop.PACE - 1);
    socket.writeSoon(C);
    tickEnds();
    assertThat(left()).isEmpty();
    pass(1);
    assertThat(left()).containsExactly(of(B, C));
  }

  @Test
  void a_reply_never_waits_and_takes_along_what_stands_before_it() {
    socket.writeSoon(A);
    tickEnds();
    left();
    socket.writeSoon(B);
    socket.write(REPLY);
    tickEnds();
    assertThat(left()).containsExactly(of(B), of(REPLY));
    pass(2 * SocketLoop.PACE);
    assertThat(left()).isEmpty();
  }

  @Test
  void an_answer_to_somebody_else_does_not_part_what_a_room_tells() {
    EmbeddedChannel elsewhere = new EmbeddedChannel();
    SocketConnection other =
        new SocketConnection(nobody(), handshake(elsewhere), loop, WriteMode.DIRECT);
    // The first of all finds no memory there yet.
    other.write(REPLY);
    tickEnds();
    socket.writeSoon(A);
    other.write(REPLY);
    socket.writeSoon(B);
    tickEnds();
    assertThat(left()).containsExactly(of(A, B));
    elsewhere.finishAndReleaseAll();
  }

  @Test
  void what_many_are_told_in_a_round_stands_there_once_and_is_one_span_for_each() {
    EmbeddedChannel elsewhere = new EmbeddedChannel();
    SocketConnection other =
        new SocketConnection(nobody(), handshake(elsewhere), loop, WriteMode.DIRECT);
    for (SocketConnection member : List.of(socket, other)) {
      List.of(A, B, C).forEach(member::writeSoon);
    }
    assertThat(loop.place(A, loop.shared())).isZero();
    tickEnds();
    assertThat(left()).containsExactly(of(A, B, C));
    ByteBuf there = elsewhere.readOutbound();
    assertThat(ByteBufUtil.hexDump(there)).isEqualTo(of(A, B, C));
    assertThat(elsewhere.<Object>readOutbound()).isNull();
    there.release();
    elsewhere.finishAndReleaseAll();
  }

  @Test
  void what_waits_for_a_slow_client_holds_nothing_but_itself() {
    EmbeddedChannel stuck = new EmbeddedChannel(new Stuck());
    SocketConnection slow =
        new SocketConnection(nobody(), handshake(stuck), loop, WriteMode.DIRECT);
    long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    for (int i = 0; i < 100; i++) {
      slow.writeSoon(Frame.text("number " + i));
      pass(SocketLoop.PACE);
    }
    assertThat(slow.isHeldUp()).isTrue();
    assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before).isLessThan(300_000);
    stuck.close();
  }

  @Test
  void a_client_that_takes_a_little_of_much_is_seen_to_take_it() {
    EmbeddedChannel stuck = new EmbeddedChannel(new Stuck());
    SocketConnection slow =
        new SocketConnection(nobody(), handshake(stuck), loop, WriteMode.DIRECT);
    slow.write(Frame.text("x".repeat(40_000)));
    tickEnds();
    long before = slow.queuedBytes();
    ChannelOutboundBuffer queue = stuck.unsafe().outboundBuffer();
    queue.addFlush();
    queue.removeBytes(10_000);
    assertThat(slow.queuedBytes()).isLessThan(before);
    stuck.close();
  }

  @Test
  void what_waits_is_known_by_the_mids_in_it() {
    EmbeddedChannel stuck = new EmbeddedChannel(new Stuck());
    SocketConnection slow =
        new SocketConnection(nobody(), handshake(stuck), loop, WriteMode.DIRECT);
    Frame first = message("AAAAAAAAAAAAAAAA", 10);
    Frame second = message("BBBBBBBBBBBBBBBB", 40_000);
    slow.writeSoon(first);
    pass(SocketLoop.PACE);
    slow.writeSoon(second);
    pass(SocketLoop.PACE);
    ChannelOutboundBuffer queue = stuck.unsafe().outboundBuffer();
    queue.addFlush();
    long all = slow.queuedBytes();
    assertThat(slow.untilGone("AAAAAAAAAAAAAAAA")).isEqualTo(all);
    assertThat(slow.untilGone("BBBBBBBBBBBBBBBB")).isEqualTo(all);
    assertThat(slow.untilGone("CCCCCCCCCCCCCCCC")).isZero();
    queue.removeBytes(first.size() - 5);
    long rest = slow.untilGone("AAAAAAAAAAAAAAAA");
    assertThat(rest).as("of what its mid has left").isBetween(5L, all - second.size());
    assertThat(slow.untilGone("CCCCCCCCCCCCCCCC")).as("nobody knows whose it is").isEqualTo(rest);
    queue.removeBytes(5);
    assertThat(slow.queuedBytes()).isEqualTo(all - rest);
    assertThat(slow.untilGone("AAAAAAAAAAAAAAAA")).isZero();
    queue.removeBytes(20_000);
    assertThat(slow.untilGone("BBBBBBBBBBBBBBBB")).isEqualTo(slow.queuedBytes());
    slow.abort();
    assertThat(stuck.isOpen()).isFalse();
    assertThat(slow.untilGone("BBBBBBBBBBBBBBBB")).isZero();
  }

  private static Frame message(String mid, int length) {
    return Frame.text(
        "{\"type\":\"message\",\"mid\":\"" + mid + "\",\"text\":\"" + "x".repeat(length) + "\"}");
  }

  @Test
  void many_whose_pace_is_over_are_flushed_in_slices_between_which_others_have_their_turn() {
    List<EmbeddedChannel> channels = new ArrayList<>();
    List<SocketConnection> members = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      channels.add(new EmbeddedChannel());
      members.add(
          new SocketConnection(nobody(), handshake(channels.get(i)), loop, WriteMode.DIRECT));
    }
    members.forEach(member -> member.writeSoon(A));
    tickEnds();
    channels.forEach(EmbeddedChannel::readOutbound);
    pass(1);
    members.forEach(member -> member.writeSoon(B));
    List<Integer> seen = new ArrayList<>();
    now += SocketLoop.PACE;
    channel.advanceTimeBy(SocketLoop.PACE, TimeUnit.MILLISECONDS);
    lookBetween(channels, seen);
    channel.runScheduledPendingTasks();
    assertThat(seen).isEqualTo(List.of(2, 4, 5));
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void many_answers_do_not_make_those_leave_whose_pace_is_not_over() {
    socket.writeSoon(A);
    tickEnds();
    left();
    pass(1);
    socket.writeSoon(B);
    EmbeddedChannel elsewhere = new EmbeddedChannel();
    SocketConnection other =
        new SocketConnection(nobody(), handshake(elsewhere), loop, WriteMode.DIRECT);
    for (int i = 0; i < 10; i++) {
      other.write(Frame.text(i + "x".repeat(20_000)));
    }
    tickEnds();
    assertThat(left()).isEmpty();
    pass(SocketLoop.PACE);
    assertThat(left()).containsExactly(of(B));
    elsewhere.finishAndReleaseAll();
  }

  private void lookBetween(List<EmbeddedChannel> channels, List<Integer> seen) {
    Runnable look =
        () -> {
          seen.add(flushed(channels));
          if (seen.size() < 3) {
            lookBetween(channels, seen);
          }
        };
    channel.eventLoop().schedule(look, 0, TimeUnit.NANOSECONDS);
  }

  private static int flushed(List<EmbeddedChannel> channels) {
    return (int) channels.stream().filter(it -> !it.outboundMessages().isEmpty()).count();
  }

  /** A network that takes nothing. */
  private static final class Stuck extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext context) {}
  }

  private void tickEnds() {
    channel.runPendingTasks();
  }

  private void pass(long millis) {
    now += millis;
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
  }

  /** What has left since the last look, one text of hexadecimal digits a write. */
  private List<String> left() {
    List<String> writes = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      writes.add(ByteBufUtil.hexDump(next));
      next.release();
    }
    return writes;
  }

  private static String of(Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      all.writeBytes(frame.bytes());
    }
    return ByteBufUtil.hexDump(all.toByteArray());
  }

  private static Handshake handshake(EmbeddedChannel channel) {
    return new Handshake(
        channel,
        new FrameGuard(1_000, () -> {}),
        "127.0.0.1",
        new Handshake.Wishes(null, null, false),
        null);
  }

  private static WebSocketConnection nobody() {
    return (WebSocketConnection)
        Proxy.newProxyInstance(
            PaceTest.class.getClassLoader(),
            new Class<?>[] {WebSocketConnection.class},
            (proxy, method, arguments) -> "somebody");
  }
}
