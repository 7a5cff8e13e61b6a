package io.tertulia.cluster.sim;

import io.tertulia.cluster.log.model.ModelRedis;
import io.tertulia.cluster.log.model.ModelRedis.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One Redis process: the model, and who is connected to it. */
final class SimRedis {
  private final World world;
  private final ModelRedis model;
  private final Set<SimLink> links = new LinkedHashSet<>();
  private final Set<SimRedis> replicas = new LinkedHashSet<>();
  private final String name;
  private boolean alive = true;

  SimRedis(World world, State state) {
    this.world = world;
    this.model = world.model(state);
    this.name = world.name("redis");
    model.onPublish((room, payload) -> publish(payload));
  }

  /** What no other process is called. */
  String name() {
    return name;
  }

  private void publish(byte[] payload) {
    List.copyOf(links).forEach(link -> link.publish(payload));
    for (SimRedis replica : replicas) {
      replica.model.become(model.state());
      replica.publish(payload);
    }
  }

  /** It is made a replica; who is connected stays so, and hears what its master publishes. */
  void follow(SimRedis master) {
    model.demote();
    model.become(master.model.state());
    master.replicas.add(this);
  }

  ModelRedis model() {
    return model;
  }

  boolean isAlive() {
    return alive;
  }

  void connected(SimLink link) {
    links.add(link);
  }

  void gone(SimLink link) {
    links.remove(link);
  }

  /** The process ends; who was connected hears of it a moment later. */
  void end() {
    alive = false;
    for (SimLink link : List.copyOf(links)) {
      world.at(world.between(0, 30), link::cut);
    }
  }

  /** It goes on, but this one connection to it ends some time. */
  void endLinks(long within) {
    for (SimLink link : List.copyOf(links)) {
      world.at(world.between(0, (int) within), link::cut);
    }
  }
}
