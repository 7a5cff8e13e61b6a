package io.tertulia.attack.strikes;

import io.tertulia.attack.target.Target;
import io.tertulia.client.socket.ClientFrame;
import io.tertulia.client.socket.RawSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finding the key by which a script is known from what its room shows. */
public final class Keys {
  private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_-]{16,}");
  private static final int SECRET = 4_711;
  private static final int SHOWN_BYTES = 12;

  private Keys() {}

  /** Tries ten thousand order numbers, by every hash without a secret that it was ever made by. */
  public static String guessed(Target target) throws NoSuchAlgorithmException {
    String room = target.newRoom();
    String body = "paid";
    target.ask(
        RawSocket.request(
                "POST /rooms/" + room + "/messages HTTP/1.1",
                "Host: localhost:8080",
                "Content-Type: text/plain",
                "Idempotency-Key: order-" + SECRET,
                "Content-Length: " + body.length())
            + body);
    String request =
        RawSocket.request(
            "GET /rooms/" + room + "/messages HTTP/1.1",
            "Host: localhost:8080",
            "Connection: close");
    String shown = new String(target.connect().send(request).untilEnd(), StandardCharsets.UTF_8);
    if (!shown.contains("\"paid\"")) {
      throw new IllegalStateException("nothing to look at: " + shown);
    }
    int words = 0;
    Matcher matcher = SHOWN.matcher(shown.substring(shown.indexOf("\r\n\r\n")));
    while (matcher.find()) {
      words++;
      find(matcher.group());
    }
    return "not found among 10,000 by " + words + " words";
  }

  private static void find(String word) throws NoSuchAlgorithmException {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    for (int order = 0; order < 10_000; order++) {
      String key = "order-" + order;
      for (String text : List.of(key, "guest\n" + key, "public\n" + key)) {
        byte[] all = hash.digest(text.getBytes(StandardCharsets.UTF_8));
        String some =
            Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, SHOWN_BYTES));
        if (word.contains(some)) {
          throw new AssertionError(key + " was found from " + word);
        }
      }
    }
  }

  /** Somebody says something under a key that another has used in this room: both are stored. */
  public static String stolen(Target target) {
    String room = target.newRoom();
    for (String text : List.of("first", "second")) {
      RawSocket thief = target.json(1);
      String hello = "{\"type\":\"hello\",\"id\":1,\"name\":\"%s\",\"rooms\":{\"%s\":null}}";
      thief.send(ClientFrame.text(hello.formatted(text, room)));
      Numbers.await(thief, "\"joined\"");
      String say = "{\"type\":\"say\",\"id\":2,\"room\":\"%s\",\"key\":\"k\",\"text\":\"%s\"}";
      thief.send(ClientFrame.text(say.formatted(room, text)));
      if (Numbers.await(thief, "\"ack\"").text().contains("\"dup\"")) {
        throw new AssertionError("another's message was taken for this one");
      }
    }
    return "both stored";
  }
}
