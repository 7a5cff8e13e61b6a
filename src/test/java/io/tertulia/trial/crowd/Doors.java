package io.tertulia.trial.crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.client.Word;
import io.tertulia.trial.crowd.person.Session;
import io.tertulia.trial.crowd.person.Stream;
import io.tertulia.trial.journal.Attempt.Acked;
import io.tertulia.trial.journal.Attempt.Outcome;
import io.tertulia.trial.journal.Attempt.Refused;
import io.tertulia.trial.journal.Attempt.Unknown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The ways in which something can be said, and what their answers mean. */
final class Doors {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final Stream stream;

  Doors(HttpClient http, Stream stream) {
    this.http = http;
    this.stream = stream;
  }

  /** Says it on a connection that is in the room. */
  static void websocket(Session session, Intent intent, Said said) {
    long id =
        session.expect(
            word -> said.became(outcome(word), word.number("retryAfter")),
            () -> said.became(new Unknown("the connection broke"), 0));
    if (id == 0) {
      return;
    }
    try {
      session.link.send(
          "{\"type\":\"say\",\"id\":%d,\"room\":\"%s\",\"key\":\"%s\",\"text\":\"%s\"}"
              .formatted(id, intent.room, intent.key, intent.text));
    } catch (IOException e) {
      // Its reader hears of the end as well, and then this say does.
      session.link.abort();
    }
  }

  void post(URI node, Intent intent, Said said) {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/rooms/" + intent.room + "/messages"))
            .timeout(PATIENCE)
            .header("Idempotency-Key", intent.key)
            .header("Authorization", "Bearer " + stream.credential())
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(intent.text))
            .build();
    http.sendAsync(request, BodyHandlers.ofString())
        .whenComplete(
            (response, failure) -> {
              if (response == null) {
                said.became(failed(failure), 0);
              } else {
                answered(response, said);
              }
            });
  }

  private static Outcome outcome(Word word) {
    return word.type().equals("ack")
        ? new Acked(null, word.number("seq"), word.is("dup"))
        : refused(Math.toIntExact(word.number("code")));
  }

  private static Outcome refused(int code) {
    Refused refused = new Refused(code);
    return refused.surelyNotStored() ? refused : new Unknown("code " + code);
  }

  private static Outcome failed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
        ? new Refused(Refused.NEVER_SENT)
        : new Unknown(String.valueOf(cause));
  }

  private static void answered(HttpResponse<String> response, Said said) {
    JsonNode body = body(response);
    int status = response.statusCode();
    if (body != null && (status == 200 || status == 201)) {
      String epoch = body.path("epoch").asText();
      said.became(new Acked(epoch, body.path("seq").asLong(), status == 200), 0);
    } else if (body != null && body.path("code").isInt()) {
      long seconds = response.headers().firstValueAsLong("Retry-After").orElse(0);
      said.became(refused(body.path("code").asInt()), seconds * 1_000);
    } else {
      said.became(new Unknown("status " + status), 0);
    }
  }

  private static @Nullable JsonNode body(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      return null;
    }
  }
}
