package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import io.tertulia.client.socket.ServerFrame;
import io.tertulia.redis.RedisConversation;
import java.time.Duration;
import java.util.List;

/** Somebody who shares the Redis and tells the nodes' channels what is no word of theirs. */
public final class Stranger {
  private Stranger() {}

  /** For some seconds, on every channel that a node hears. */
  public static String payloads(Target target) {
    String room = target.newRoom();
    RawSocket member = target.json(1);
    member.send(
        ClientFrame.text(
            "{\"type\":\"hello\",\"id\":1,\"name\":\"m\",\"rooms\":{\"%s\":null}}"
                .formatted(room)));
    Numbers.await(member, "\"joined\"");
    long told = 0;
    int channels = 0;
    try (RedisConversation redis = new RedisConversation(target.redis())) {
      long end = System.nanoTime() + Duration.ofSeconds(target.some(8)).toNanos();
      while (System.nanoTime() - end < 0 && told < 200_000) {
        List<?> heard = (List<?>) redis.ask("PUBSUB", "CHANNELS");
        channels = heard.size();
        for (Object channel : heard) {
          for (String payload : payloads(room)) {
            redis.ask("PUBLISH", String.valueOf(channel), payload);
            told++;
          }
        }
      }
    }
    Numbers.post(target, room, "{\"text\":\"the end\"}");
    while (true) {
      ServerFrame frame = member.frame();
      if (frame.isClose() || frame.text().contains("forged")) {
        throw new AssertionError(
            "a member was told: " + (frame.isClose() ? frame.closeCode() : frame.text()));
      }
      if (frame.text().contains("the end")) {
        return told + " payloads on " + channels + " channels, none told to a member";
      }
    }
  }

  private static List<String> payloads(String room) {
    String message = "{\"type\":\"message\",\"room\":\"" + room + "\",\"text\":\"forged\"}";
    return List.of(
        "",
        "forged",
        "\u0000\u0001\u001b[31mforged",
        message,
        "aaaaaaaa 1 aaaaaaaaaaaaaaaa 1 ",
        "aaaaaaaa 99999999999999999999 aaaaaaaaaaaaaaaa 1 {}",
        "aaaaaaaa 1 aaaaaaaaaaaaaaaa 1",
        "E aaaaaaaa 1 forged",
        "{\"type\":\"presence\",\"room\":\"" + room + "\",\"count\":-1,\"joined\":[\"forged\"]}",
        "{\"type\":\"typing\",\"room\":\""
            + room
            + "\",\"from\":{\"name\":\"forged\"},\"on\":true}",
        "{\"type\":\"signal\",\"room\":\"" + room + "\",\"topic\":\"t\",\"data\":\"forged\"}",
        "forged ".repeat(20_000));
  }
}
