package io.tertulia.cluster.redis.connection;

import io.netty.channel.EventLoop;
import io.tertulia.cluster.log.Loop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * An event loop of Vert.x as the cluster's. A task runs in one context of Vert.x, so that what it
 * asks of Vert.x is answered on this very loop.
 */
public final class VertxLoop implements Loop {
  private final ContextInternal context;

  public VertxLoop(Vertx vertx, EventLoop eventLoop) {
    VertxInternal owner = (VertxInternal) vertx;
    this.context =
        owner.createEventLoopContext(
            eventLoop, owner.getWorkerPool(), Thread.currentThread().getContextClassLoader());
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  @Override
  public void after(long millis, Runnable task) {
    var _ =
        context
            .nettyEventLoop()
            .schedule(() -> context.dispatch(nothing -> task.run()), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
