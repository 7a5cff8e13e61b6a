package io.tertulia.cluster.sim;

import io.tertulia.cluster.log.model.ModelRedis.State;

/** What can happen to Redis, to nodes and between them. */
enum Fault {
  NONE {
    @Override
    void strike(World world) {}
  },
  /** Pushes get lost. */
  PUSHES {
    @Override
    void strike(World world) {
      world.pushLoss = 0.1 + world.random.nextDouble();
      world.at(world.between(500, 6_000), () -> world.pushLoss = 0);
    }
  },
  /** The connection that hears is cut. */
  HEARING_CUT {
    @Override
    void strike(World world) {
      world.anyNode().cutHearing();
    }
  },
  /** The connection that asks is cut. */
  CALLS_CUT {
    @Override
    void strike(World world) {
      world.anyNode().cutCalls();
    }
  },
  /** A node is cut off without being told. */
  BLACK_HOLE {
    @Override
    void strike(World world) {
      world.anyNode().blackHole(world.between(300, 9_000));
    }
  },
  /** A node's process is stopped and goes on. */
  STOPPED {
    @Override
    void strike(World world) {
      world.anyNode().stop(world.between(500, 12_000));
    }
  },
  /** A node dies, another one starts. */
  KILLED {
    @Override
    void strike(World world) {
      SimNode gone = world.anyNode();
      gone.kill();
      world.nodes.set(world.nodes.indexOf(gone), new SimNode(world, world.name("n")));
    }
  },
  /** Redis starts again, or a replica takes over, without the last of what was stored. */
  TAIL_LOST {
    @Override
    void strike(World world) {
      long lost = new long[] {0, 50, 500, 2_000}[world.random.nextInt(4)];
      world.replaceRedis(world.redisBefore(lost), false);
    }
  },
  /** Two masters for a while. */
  SPLIT {
    @Override
    void strike(World world) {
      SimRedis old = world.replaceRedis(world.redisBefore(world.between(0, 500)), true);
      old.endLinks(4_000);
      world.at(4_500, old::end);
    }
  },
  /** A replica takes over, and the old master goes on as its replica: nobody is cut off. */
  DEMOTED {
    @Override
    void strike(World world) {
      world.demote(world.redisBefore(world.between(0, 500)), world.between(0, 3_000));
    }
  },
  /** A replica takes over, and the old master comes back as it was. */
  FAIL_BACK {
    @Override
    void strike(World world) {
      SimRedis old = world.replaceRedis(world.redisBefore(world.between(0, 500)), true);
      old.endLinks(1_000);
      world.at(
          world.between(1_500, 5_000),
          () -> {
            if (old.isAlive()) {
              world.returnTo(old);
            }
          });
    }
  },
  WIPED {
    @Override
    void strike(World world) {
      world.redis().model().become(State.empty());
    }
  },
  /** An old dump under a new mastership. */
  RESTORED {
    @Override
    void strike(World world) {
      world.replaceRedis(world.redisBefore(world.between(1_000, 9_000)), false);
    }
  };

  abstract void strike(World world);
}
