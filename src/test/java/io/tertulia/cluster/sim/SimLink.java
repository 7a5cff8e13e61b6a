package io.tertulia.cluster.sim;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.model.ModelRedis;
import io.tertulia.cluster.redis.connection.OneMaster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One connection between a node and a Redis: first in, first out both ways. It may be cut, and it
 * may swallow; what was sent before it was cut may still arrive, and be carried out much later.
 */
final class SimLink implements OneMaster.Link {
  private static final long DEADLINE = 900;
  private static final int[] AFTERLIFE = {-1, -1, 1, 300, 3_000, 15_000, 45_000};

  private final World world;
  private final SimNode node;
  private final SimRedis redis;
  private final BiConsumer<SimLink, String> ended;
  private final Set<CompletableFuture<?>> pending = new LinkedHashSet<>();
  private final Consumer<byte[]> pushes;
  private boolean up = true;
  private boolean subscribed;
  private long there;
  private long back;
  private long afterlife;

  interface Question<T> {
    T ask(ModelRedis redis) throws Unanswered;
  }

  /**
   * @param pushes hears what is published once it is subscribed
   * @param ended is told once, on the node, when the connection is no more
   */
  SimLink(SimNode node, Consumer<byte[]> pushes, BiConsumer<SimLink, String> ended) {
    this.world = node.world();
    this.node = node;
    this.redis = world.redis();
    this.pushes = pushes;
    this.ended = ended;
    redis.connected(this);
  }

  boolean isUp() {
    return up;
  }

  /** Says in its greeting who is at the other end. */
  String server() {
    return redis.name();
  }

  @Override
  public CompletionStage<Boolean> isMaster() {
    return subscribed ? CompletableFuture.completedStage(true) : ask(model -> !model.isReplica());
  }

  @Override
  public void end(String why) {
    if (up) {
      cut(why);
    }
  }

  <T> CompletionStage<T> ask(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!up) {
      answer.completeExceptionally(new Unanswered(false, "not connected"));
      return answer;
    }
    pending.add(answer);
    there = travel(there);
    world.at(there - world.now(), () -> arrive(question, answer, false));
    node.after(
        DEADLINE,
        () -> {
          if (pending.contains(answer)) {
            cut();
          }
        });
    return answer;
  }

  void subscribe(Runnable confirmed) {
    ask(model -> {
          subscribed = true;
          return true;
        })
        .thenAccept(done -> confirmed.run());
  }

  void unsubscribe() {
    subscribed = false;
  }

  void publish(byte[] payload) {
    if (subscribed && world.random.nextDouble() >= world.pushLoss) {
      back = travel(back);
      node.at(
          back - world.now(),
          () -> {
            if (up) {
              pushes.accept(payload);
            }
          });
    }
  }

  void cut() {
    cut("the connection ended");
  }

  private void cut(String why) {
    if (up) {
      up = false;
      afterlife = AFTERLIFE[world.random.nextInt(AFTERLIFE.length)];
      redis.gone(this);
      for (CompletableFuture<?> answer : List.copyOf(pending)) {
        node.at(
            0, () -> answer.completeExceptionally(new Unanswered(true, "the connection ended")));
      }
      pending.clear();
      node.at(0, () -> ended.accept(this, why));
    }
  }

  private long travel(long last) {
    long from = Math.max(world.now(), node.holeUntil());
    return Math.max(last, from + world.between(1, 12));
  }

  private <T> void arrive(Question<T> question, CompletableFuture<T> answer, boolean waited) {
    if (!redis.isAlive()) {
      return;
    }
    if (!up && !waited) {
      if (afterlife >= 0) {
        world.at(afterlife, () -> arrive(question, answer, true));
      }
      return;
    }
    T value;
    try {
      value = question.ask(redis.model());
    } catch (Unanswered refused) {
      reply(() -> answer.completeExceptionally(refused), answer);
      return;
    }
    reply(() -> answer.complete(value), answer);
  }

  private void reply(Runnable completion, CompletableFuture<?> answer) {
    back = travel(back);
    node.at(
        back - world.now(),
        () -> {
          if (up && pending.remove(answer)) {
            completion.run();
          }
        });
  }
}
