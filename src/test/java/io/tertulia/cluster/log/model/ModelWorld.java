package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.model.ModelRedis.State;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.RoomId;
import java.time.Duration;

/** The world of the model: nothing takes time but what is let pass. */
public final class ModelWorld implements LogWorld {
  private final ModelRedis redis;
  private final LogServer server;
  private State remembered = State.empty();
  private long now = 1_700_000_000_000L;
  private int masters;

  public ModelWorld(LogLimits limits) {
    redis = new ModelRedis(() -> now, limits, "master", State.empty());
    server = new ModelLogServer(() -> redis);
  }

  @Override
  public LogServer server() {
    return server;
  }

  @Override
  public void promote() {
    redis.promote("master" + masters++);
  }

  @Override
  public void demote() {
    redis.demote();
  }

  @Override
  public void fill() {
    redis.refuse("OOM no memory left");
  }

  @Override
  public void drain() {
    redis.refuse(null);
  }

  @Override
  public void wipe() {
    redis.become(State.empty());
  }

  @Override
  public void remember(RoomId room) {
    remembered = redis.state();
  }

  @Override
  public void rewind(RoomId room) {
    redis.become(remembered);
  }

  @Override
  public void jump(RoomId room, long top) {
    redis.jump(room, top);
  }

  @Override
  public void pass(Duration time) {
    now += time.toMillis();
  }

  @Override
  public void close() {}
}
