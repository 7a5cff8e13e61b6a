package io.tertulia.cluster.redis.house;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.own.OwnRooms;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Own rooms by two scripts over one hash for each person: its rooms, and how many they are. By the
 * few commands that nodes have rights for; the rooms themselves lie elsewhere.
 */
public final class RedisOwnRooms implements OwnRooms {
  private static final String TAKE =
      """
      -- KEYS: a hash of one person: room -> 1, '#' -> how many. ARGV: the room; the most; from where on some are told;
      -- how many. Returns 1 when it is counted; 0 and some of the rooms when it would be too many; -1 when
      -- Redis refuses it.
      local call, K = redis.call, KEYS[1]
      if call('HGET', K, ARGV[1]) then return {1} end
      local n = tonumber(call('HGET', K, '#') or 0)
      if n < tonumber(ARGV[2]) then
        if type(redis.pcall('HSET', K, ARGV[1], 1, '#', n + 1)) == 'table' then return {-1} end
        call('PEXPIRE', K, 3153600000000)
        return {1}
      end
      local all, rooms, found = call('HGETALL', K), {}, {0}
      for i = 1, #all, 2 do if all[i] ~= '#' then rooms[#rooms + 1] = all[i] end end
      for i = 1, math.min(tonumber(ARGV[4]), #rooms) do
        found[i + 1] = rooms[(tonumber(ARGV[3]) + i) % #rooms + 1]
      end
      return found
      """;

  private static final String GIVE_BACK =
      """
      -- KEYS: as above. ARGV: the room. Returns whether it was counted; -1 when Redis refuses it. There is no
      -- right to take one field away: the hash is made anew without it, and under the bound it is small.
      local call, K = redis.call, KEYS[1]
      if not call('HGET', K, ARGV[1]) then return {0} end
      local all, n = call('HGETALL', K), 0
      if type(redis.pcall('UNLINK', K)) == 'table' then return {-1} end
      for i = 1, #all, 2 do
        if all[i] ~= '#' and all[i] ~= ARGV[1] then
          call('HSET', K, all[i], 1)
          n = n + 1
        end
      end
      if n > 0 then
        call('HSET', K, '#', n)
        call('PEXPIRE', K, 3153600000000)
      end
      return {1}
      """;

  private final Calls calls;
  private final Loop loop;
  private final String prefix;

  /**
   * @param prefix begins the name of every key
   */
  public RedisOwnRooms(Calls calls, Loop loop, String prefix) {
    this.calls = calls;
    this.loop = loop;
    this.prefix = prefix;
  }

  @Override
  public CompletionStage<Taken> take(String user, RoomId room, int most) {
    return call(request(TAKE, user)
            .arg(room.value())
            .arg(most)
            .arg(ThreadLocalRandom.current().nextInt(Math.max(1, most)))
            .arg(SOME))
        .thenApply(answer -> told(answer) == 1 ? new Counted() : new Full(rooms(answer)));
  }

  @Override
  public CompletionStage<Boolean> giveBack(String user, RoomId room) {
    return call(request(GIVE_BACK, user).arg(room.value())).thenApply(answer -> told(answer) == 1);
  }

  private static int told(Response answer) {
    return Integer.parseInt(answer.get(0).toString());
  }

  private static List<RoomId> rooms(Response answer) {
    List<RoomId> rooms = new ArrayList<>(answer.size());
    for (int i = 1; i < answer.size(); i++) {
      rooms.add(new RoomId(answer.get(i).toString()));
    }
    return List.copyOf(rooms);
  }

  /** Each under a tag of its own: in a cluster of Redis they lie all over it. */
  private Request request(String script, String user) {
    return Request.cmd(Command.EVAL).arg(script).arg(1).arg(prefix + ":own:{" + user + "}");
  }

  private CompletionStage<Response> call(Request request) {
    CompletableFuture<@Nullable Response> answer = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(answer, () -> calls.call(request, TAKE.length())));
    return answer.thenApply(RedisOwnRooms::given);
  }

  private static Response given(@Nullable Response answer) {
    if (answer == null || told(answer) < 0) {
      throw new CompletionException(new Unanswered(false, "Redis counts no rooms now"));
    }
    return answer;
  }
}
