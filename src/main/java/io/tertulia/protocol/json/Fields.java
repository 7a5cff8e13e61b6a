package io.tertulia.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one command, each asked for by the shape it must have. */
final class Fields {
  /** The largest whole number that every JSON reader keeps exact (RFC 8259 §6). */
  private static final long LARGEST = (1L << 53) - 1;

  /** Milliseconds: ten years. */
  private static final long LONGEST = 315_360_000_000L;

  private static final int HISTORY_DEFAULT = 50;
  static final int HISTORY_MOST = 200;

  private final JsonNode object;
  private final String json;
  private final Limits limits;

  /**
   * @param json as the client wrote the object
   */
  Fields(JsonNode object, String json, Limits limits) {
    this.object = object;
    this.json = json;
    this.limits = limits;
  }

  /** A field had another shape than it must have. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    private final ErrorCode code;
    private final String field;

    Wrong(ErrorCode code, String field, String message) {
      super(message, null, false, false);
      this.code = code;
      this.field = field;
    }

    Event.Error answer(long id) {
      return new Event.Error(
          id, 0, code, String.valueOf(getMessage()), 0, field, 0, Event.Error.NONE);
    }
  }

  Wrong wrong(String field, String message) {
    return new Wrong(ErrorCode.INVALID_FIELD, field, message);
  }

  String type() throws Wrong {
    String type = string("type");
    if (type == null) {
      throw wrong("type", "type is missing: say which command this is.");
    }
    return type;
  }

  long id(boolean needed) throws Wrong {
    long id = idIfAny();
    if (id == 0 && (needed || object.hasNonNull("id"))) {
      throw wrong("id", "id must be a whole number from 1 to 2^53-1.");
    }
    return id;
  }

  /** The id under which any other fault of this command is answered, 0 when it has no good one. */
  long idIfAny() {
    JsonNode id = object.path("id");
    boolean good =
        id.isIntegralNumber()
            && id.canConvertToLong()
            && id.longValue() >= 1
            && id.longValue() <= LARGEST;
    return good ? id.longValue() : 0;
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  @Nullable String string(String field) throws Wrong {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(field, field + " must be a string.");
    }
    return value.textValue();
  }

  String room() throws Wrong {
    String room = string("room");
    if (room == null) {
      throw wrong("room", "room is missing.");
    }
    if (!Shapes.isRoom(room)) {
      throw new Wrong(ErrorCode.ROOM_INVALID, "room", Refusals.ROOM);
    }
    return room;
  }

  @Nullable String cursor(String field) throws Wrong {
    String cursor = string(field);
    if (cursor != null && !Shapes.isCursor(cursor)) {
      throw wrong(field, field + Refusals.CURSOR);
    }
    return cursor;
  }

  @Nullable String key() throws Wrong {
    String key = string("key");
    if (key != null && !Shapes.isKey(key)) {
      throw wrong("key", "key must be 1-64 characters of A-Z a-z 0-9 _ -.");
    }
    return key;
  }

  @Nullable String mid(String field) throws Wrong {
    String mid = string(field);
    if (mid != null && !Shapes.isMid(mid)) {
      throw wrong(
          field, field + " must be the mid of a message: 16 characters of A-Z a-z 0-9 _ -.");
    }
    return mid;
  }

  @Nullable String name() throws Wrong {
    String name = string("name");
    if (name != null && !Shapes.isName(name)) {
      throw wrong("name", Refusals.NAME);
    }
    return name;
  }

  String topic() throws Wrong {
    String topic = string("topic");
    if (topic == null || !Shapes.isKey(topic)) {
      throw wrong("topic", "topic must be 1-64 characters of A-Z a-z 0-9 _ -.");
    }
    return topic;
  }

  boolean bool(String field) throws Wrong {
    JsonNode value = object.get(field);
    if (value == null || !value.isBoolean()) {
      throw wrong(field, field + " must be true or false.");
    }
    return value.booleanValue();
  }

  String user() throws Wrong {
    String user = string("user");
    if (user == null || !Shapes.isUser(user)) {
      throw wrong("user", "user must be the id of somebody, as from.id has it.");
    }
    return user;
  }

  @Nullable String oneOf(String field, List<String> words) throws Wrong {
    String word = string(field);
    if (word != null && !words.contains(word)) {
      String known = (words.size() == 1 ? "" : "one of ") + String.join(", ", words);
      throw wrong(field, field + " must be " + known + ", or be left out.");
    }
    return word;
  }

  /** Of plain characters; empty for none. */
  @Nullable String line(String field, int most) throws Wrong {
    String line = string(field);
    if (line != null && (line.length() > most || !Shapes.isLine(line))) {
      throw wrong(
          field,
          field
              + " must be at most "
              + most
              + " characters on one line, without control or direction characters.");
    }
    return line;
  }

  @Nullable Integer seconds(String field, int most) throws Wrong {
    Long seconds = number(field, most);
    return seconds == null ? null : (Integer) seconds.intValue();
  }

  /** For how long, in milliseconds; null for good. */
  @Nullable Long time() throws Wrong {
    return number("for", LONGEST);
  }

  @Nullable Long number(String field, long most) throws Wrong {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > most) {
      throw wrong(field, field + " must be a whole number from 0 to " + most + ", or be left out.");
    }
    return value.longValue();
  }

  /** Of an array; empty when it is not there. */
  List<String> strings(String field) throws Wrong {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(field, field + " must be an array of strings.");
    }
    List<String> strings = new ArrayList<>(value.size());
    for (JsonNode one : value) {
      if (!one.isTextual()) {
        throw wrong(field, field + " must be an array of strings.");
      }
      strings.add(one.textValue());
    }
    return strings;
  }

  int limit() throws Wrong {
    JsonNode limit = object.get("limit");
    if (limit == null || limit.isNull()) {
      return HISTORY_DEFAULT;
    }
    if (!limit.isIntegralNumber()
        || !limit.canConvertToInt()
        || limit.intValue() < 1
        || limit.intValue() > HISTORY_MOST) {
      throw wrong("limit", "limit must be a whole number from 1 to " + HISTORY_MOST + ".");
    }
    return limit.intValue();
  }

  /** Each is answered on its own, so there must not be very many more than can be joined. */
  Set<Map.Entry<String, JsonNode>> rooms() throws Wrong {
    JsonNode value = object.get("rooms");
    if (value == null || value.isNull()) {
      return Set.of();
    }
    if (!value.isObject()) {
      throw wrong("rooms", "rooms must be an object: {room: cursor or null}.");
    }
    int most = 2 * limits.rooms();
    if (value.size() > most) {
      throw new Wrong(ErrorCode.TOO_LARGE, "rooms", "rooms holds more than " + most + " rooms.");
    }
    return value.properties();
  }

  Body body() throws Wrong {
    String text = string("text");
    if (text != null && object.has("data")) {
      throw wrong("data", "Give text or data, not both.");
    }
    return text == null ? new Body.Data(data("data")) : text(text);
  }

  private Body text(String written) throws Wrong {
    String text = Shapes.withLineFeeds(written);
    Event.Error refusal = Refusals.ofText(text, limits);
    if (refusal != null) {
      throw new Wrong(refusal.code(), "text", refusal.message());
    }
    return new Body.Text(text);
  }

  /**
   * A part of a text, exactly as it was sent: places in the whole are counted in bytes.
   *
   * @param any whether there may be nothing in it
   */
  String part(String field, boolean any) throws Wrong {
    String part = string(field);
    if (part == null || part.isEmpty()) {
      if (any) {
        return "";
      }
      throw wrong(field, field + " is missing or empty: say what is to be added.");
    }
    if (!Shapes.isText(part)) {
      throw wrong(
          field,
          field
              + " holds a control character other than tab and line feed, or half a surrogate pair.");
    }
    if (Shapes.utf8Length(part) > limits.text()) {
      throw new Wrong(ErrorCode.TOO_LARGE, field, Refusals.tooLarge(field, limits.text()));
    }
    return part;
  }

  /** The JSON of any value as it was written, compact. */
  String data(String field) throws Wrong {
    JsonNode value = object.get(field);
    if (value == null) {
      throw wrong(
          field, field.equals("data") ? "text or data is missing." : field + " is missing.");
    }
    if (!Json.isUnicode(value)) {
      throw wrong(field, field + " holds half of a surrogate pair, which UTF-8 cannot write.");
    }
    String written = Json.asWritten(json, field);
    if (Shapes.utf8Length(written) > limits.text()) {
      throw new Wrong(ErrorCode.TOO_LARGE, field, Refusals.tooLarge(field, limits.text()));
    }
    return written;
  }
}
