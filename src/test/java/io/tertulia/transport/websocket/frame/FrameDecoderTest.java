package io.tertulia.transport.websocket.frame;

import static io.tertulia.client.socket.ClientFrame.BINARY;
import static io.tertulia.client.socket.ClientFrame.CONTINUATION;
import static io.tertulia.client.socket.ClientFrame.LAST;
import static io.tertulia.client.socket.ClientFrame.PING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tertulia.client.socket.ClientFrame;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final int MOST = 2_000;

  @Test
  void however_the_bytes_are_cut_the_messages_are_the_same() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> expected = new ArrayList<>();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < 5; i++) {
        expected.addAll(message(random, bytes));
      }
      assertThat(decode(bytes.toByteArray(), random)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void a_violation_is_seen_before_the_rest_of_its_frame_has_come() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.header(LAST | BINARY, MOST + 1)));
    assertThat(channel.<Violation>readInbound().code()).isEqualTo(1009);
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.text("more")));
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void wrong_text_is_seen_at_its_first_wrong_byte() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
    byte[] frame = ClientFrame.of(LAST | ClientFrame.TEXT, HexFormat.of().parseHex("41ff4141"));
    channel.writeInbound(Unpooled.wrappedBuffer(frame, 0, frame.length - 2));
    assertThat(channel.<Violation>readInbound().code()).isEqualTo(1007);
  }

  @Test
  void a_decoder_that_is_held_makes_nothing_until_it_is_released() throws Exception {
    FrameDecoder decoder = new FrameDecoder(MOST);
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    ChannelHandlerContext context = channel.pipeline().context(decoder);
    channel.config().setAutoRead(false);
    decoder.hold();
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.text("a"), ClientFrame.text("b")));
    assertThat(channel.<Object>readInbound()).isNull();
    decoder.release(context);
    assertThat(describe(channel.readInbound())).isEqualTo("TextWebSocketFrame 61");
    assertThat(describe(channel.readInbound())).isEqualTo("TextWebSocketFrame 62");
  }

  @Test
  void a_message_in_fragments_of_one_byte_is_not_copied_for_each_of_them() {
    int first = 120_000;
    int fragments = 2_000;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ClientFrame.of(BINARY, new byte[first]));
    for (int i = 0; i < fragments; i++) {
      bytes.writeBytes(ClientFrame.of(CONTINUATION, new byte[] {7}));
    }
    bytes.writeBytes(ClientFrame.of(LAST | CONTINUATION, new byte[] {7}));
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(409_600));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    channel.writeInbound(Unpooled.wrappedBuffer(bytes.toByteArray()));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    WebSocketFrame message = channel.readInbound();
    assertThat(message.content().readableBytes()).isEqualTo(first + fragments + 1);
    message.release();
    assertThat(allocated).isLessThan(20L * first);
  }

  @Test
  void what_is_half_sent_has_a_bound_over_all_sockets_and_is_given_back() {
    Payload.Memory memory = new Payload.Memory(10_000);
    byte[] message = ClientFrame.of(LAST | BINARY, new byte[9_000]);
    EmbeddedChannel first = new EmbeddedChannel(new FrameDecoder(MOST * 10, memory));
    EmbeddedChannel second = new EmbeddedChannel(new FrameDecoder(MOST * 10, memory));
    EmbeddedChannel third = new EmbeddedChannel(new FrameDecoder(MOST * 10, memory));
    first.writeInbound(Unpooled.wrappedBuffer(message, 0, 8_000));
    second.writeInbound(Unpooled.wrappedBuffer(message, 0, 8_000));
    assertThat(second.<Violation>readInbound().code()).isEqualTo(1013);
    first.writeInbound(Unpooled.wrappedBuffer(message, 8_000, message.length - 8_000));
    WebSocketFrame whole = first.readInbound();
    assertThat(whole.content().readableBytes()).isEqualTo(9_000);
    whole.release();
    assertThat(memory.held()).isZero();
    third.writeInbound(Unpooled.wrappedBuffer(message, 0, 8_000));
    assertThat(third.<Object>readInbound()).isNull();
    assertThat(memory.held()).isPositive();
    third.close();
    assertThat(memory.held()).isZero();
  }

  @Test
  void a_decoder_that_skips_makes_nothing_of_what_comes() {
    FrameDecoder decoder = new FrameDecoder(MOST);
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.of(BINARY, new byte[10])));
    decoder.skip();
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.of(CONTINUATION, new byte[10])));
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.text("more"), new byte[100]));
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void fragments_without_end_and_without_bytes_are_closed_with_1009() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
    channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.of(BINARY, new byte[0])));
    for (int i = 0; i < 2_000; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(ClientFrame.of(CONTINUATION, new byte[0])));
    }
    assertThat(channel.<Violation>readInbound().code()).isEqualTo(1009);
    assertThat(channel.<Object>readInbound()).isNull();
  }

  /** Writes a message in any number of fragments, some with a ping before them. */
  private static List<String> message(Random random, ByteArrayOutputStream out) {
    List<String> expected = new ArrayList<>();
    byte[] payload = new byte[random.nextInt(random.nextBoolean() ? MOST : 10)];
    random.nextBytes(payload);
    int sent = 0;
    int opcode = BINARY;
    while (sent < payload.length && random.nextInt(3) > 0) {
      int end = sent + random.nextInt(payload.length - sent + 1);
      out.writeBytes(ClientFrame.of(opcode, Arrays.copyOfRange(payload, sent, end)));
      opcode = CONTINUATION;
      sent = end;
      if (random.nextBoolean()) {
        out.writeBytes(ClientFrame.of(LAST | PING, new byte[] {1}));
        expected.add("PingWebSocketFrame 01");
      }
    }
    out.writeBytes(
        ClientFrame.of(LAST | opcode, Arrays.copyOfRange(payload, sent, payload.length)));
    expected.add("BinaryWebSocketFrame " + HexFormat.of().formatHex(payload));
    return expected;
  }

  private static List<String> decode(byte[] bytes, Random random) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
      from = to;
    }
    List<String> decoded = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      decoded.add(describe(next));
    }
    return decoded;
  }

  private static String describe(Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      return String.valueOf(message);
    }
    byte[] payload = new byte[frame.content().readableBytes()];
    frame.content().readBytes(payload);
    frame.release();
    return frame.getClass().getSimpleName() + " " + HexFormat.of().formatHex(payload);
  }
}
