package io.tertulia.room.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A large room beside a socket of the same, real event loop. */
@Timeout(20)
class SlicesTest {
  private static final int MEMBERS = 100;

  /** So that there are fewer slices than the 64 tasks after which a loop reads in any case. */
  private static final int SLICE = 2;

  private final EventLoopGroup group = new NioEventLoopGroup(1);

  private final CompletableFuture<Integer> servedAtRead = new CompletableFuture<>();
  private int served;

  private record Member(Executor loop) implements Subscriber {
    @Override
    public void deliver(Delivery delivery) {}

    @Override
    public void forked(long late) {}
  }

  private final class Ear extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
      servedAtRead.complete(served);
    }
  }

  @Test
  void the_loop_reads_between_two_slices() throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Ear())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    try (Socket client = new Socket()) {
      client.connect(server.localAddress());
      LoopMembers members = new LoopMembers(group.next(), SLICE);
      for (int i = 0; i < MEMBERS; i++) {
        members.add(new Member(group.next()));
      }
      CompletableFuture<Integer> all = new CompletableFuture<>();
      // The socket is there before the room is told anything.
      group.next().submit(() -> {}).sync();
      members.tell(member -> serve(client), 1, all::complete);
      assertThat(all.get(10, TimeUnit.SECONDS)).isEqualTo(MEMBERS);
      assertThat(servedAtRead.get(10, TimeUnit.SECONDS)).isLessThan(MEMBERS);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private void serve(Socket client) {
    if (++served == 1) {
      try {
        client.getOutputStream().write(1);
      } catch (IOException e) {
        servedAtRead.completeExceptionally(e);
      }
    }
  }
}
