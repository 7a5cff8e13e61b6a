package io.tertulia.transport.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PongsTest {
  private final Pongs pongs = new Pongs();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
              pongs.ping(context, (PingWebSocketFrame) message);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
              pongs.flush(context);
            }
          });

  @Test
  void few_pings_are_answered_one_by_one() {
    pings(10);
    assertThat(answered()).isEqualTo(IntStream.range(0, 10).mapToObj(i -> "" + i).toList());
    pings(10);
    assertThat(answered()).hasSize(10);
  }

  @Test
  void of_many_that_come_at_once_the_newest_is_answered() {
    pings(100_000);
    assertThat(answered()).hasSizeLessThan(20).startsWith("0", "1").endsWith("99999");
    pings(1);
    assertThat(answered()).containsExactly("0");
  }

  @Test
  void while_nothing_can_be_written_only_the_newest_waits() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    pings(1_000);
    assertThat(answered()).isEmpty();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.pipeline().fireChannelReadComplete();
    assertThat(answered()).containsExactly("999");
  }

  @Test
  void after_a_close_none_goes_out() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    pings(1);
    pongs.drop();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.pipeline().fireChannelReadComplete();
    assertThat(answered()).isEmpty();
  }

  private void pings(int count) {
    Object[] pings =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new PingWebSocketFrame(
                        Unpooled.copiedBuffer("" + i, StandardCharsets.US_ASCII)))
            .toArray();
    channel.writeInbound(pings);
  }

  private List<String> answered() {
    List<String> payloads = new ArrayList<>();
    for (WebSocketFrame pong = channel.readOutbound();
        pong != null;
        pong = channel.readOutbound()) {
      ByteBuf content = pong.content();
      payloads.add(content.toString(StandardCharsets.US_ASCII));
      pong.release();
    }
    return payloads;
  }
}
