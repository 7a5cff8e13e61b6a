package io.tertulia.trial.witness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a node answered to one command.
 *
 * @param code of an error; {@link #DONE}, or {@link #NONE} when the connection ended or patience
 *     did
 */
public record Answer(int code, JsonNode message, Duration after) {
  public static final int DONE = 0;
  public static final int NONE = -1;

  public boolean isDone() {
    return code == DONE;
  }

  /** Refused, or of unknown outcome: whoever asked knows that it has to ask again. */
  public boolean isRefusal() {
    return code == 140 || code == 142;
  }

  /** Of an acknowledged message. */
  public String mid() {
    return message.path("mid").asText();
  }
}
