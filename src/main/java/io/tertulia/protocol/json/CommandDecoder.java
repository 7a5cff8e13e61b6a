package io.tertulia.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sent: JSON objects, one or several separated by line feeds. Never throws:
 * what is no command becomes {@link Command.Malformed} with its answer, and the lines after it are
 * still read.
 */
public final class CommandDecoder {
  /** Far above what the rate allows at once; below what the answers to one frame may cost. */
  static final int COMMANDS = 256;

  /** What a client wrote as JSON whose command came otherwise. */
  private static final String NOTHING = "{}";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}");

  private final Limits limits;

  public CommandDecoder(Limits limits) {
    this.limits = limits;
  }

  /**
   * @return the commands of one text frame in order, at least one
   */
  public List<Command> decode(String frame) {
    List<Command> commands = new ArrayList<>(1);
    for (String line : frame.split("\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      if (commands.size() == COMMANDS) {
        String message = "A frame holds at most " + COMMANDS + " commands: the rest was not read.";
        commands.add(malformed(0, ErrorCode.TOO_LARGE, message));
        return commands;
      }
      commands.add(decodeLine(line));
    }
    if (commands.isEmpty()) {
      commands.add(malformed(0, ErrorCode.BAD_JSON, "The frame is empty; send a JSON object."));
    }
    return commands;
  }

  /**
   * A say whose room and key stand outside of its JSON.
   *
   * @param json an object with {@code text} or {@code data}
   */
  public Command decodeSay(String room, @Nullable String key, String json) {
    return decodeObject(
        json, false, object -> object.put("type", "say").put("room", room).put("key", key));
  }

  public Command decodeText(String room, @Nullable String key, String text) {
    ObjectNode say = Json.MAPPER.createObjectNode().put("text", text);
    return command(
        new Fields(say.put("type", "say").put("room", room).put("key", key), NOTHING, limits),
        false);
  }

  /**
   * @param asked {@code before}, {@code after}, {@code limit} and {@code kinds} as a query string
   *     has them
   */
  public Command decodeHistory(String room, Map<String, String> asked) {
    ObjectNode history = Json.MAPPER.createObjectNode().put("type", "history").put("room", room);
    asked.forEach(
        (name, value) -> {
          if (name.equals("limit") && NUMBER.matcher(value).matches()) {
            history.put(name, Long.parseLong(value));
          } else {
            history.put(name, value);
          }
        });
    return command(new Fields(history, NOTHING, limits), false);
  }

  private Command decodeLine(String line) {
    return decodeObject(line, true, object -> {});
  }

  /**
   * @param numbered whether the client must have given it an id
   */
  private Command decodeObject(String json, boolean numbered, Consumer<ObjectNode> completion) {
    try {
      JsonNode tree = Json.MAPPER.readTree(json);
      if (!(tree instanceof ObjectNode object)) {
        return malformed(0, ErrorCode.BAD_JSON, "This must be a JSON object: {…}.");
      }
      completion.accept(object);
      return command(new Fields(object, json, limits), numbered);
    } catch (StreamConstraintsException | NumberFormatException e) {
      // The second for an exponent of more than ten digits: the parser promises otherwise.
      return malformed(
          0, ErrorCode.BAD_JSON, "The JSON is nested too deeply or has a huge number.");
    } catch (JsonProcessingException e) {
      return malformed(0, ErrorCode.BAD_JSON, "This is not JSON: " + sentence(e));
    }
  }

  private static Command command(Fields fields, boolean numbered) {
    long id = fields.idIfAny();
    try {
      String type = fields.type();
      id = fields.id(numbered && !type.equals("typing") && !type.equals("signal"));
      return read(type, id, fields);
    } catch (Fields.Wrong wrong) {
      return new Command.Malformed(wrong.answer(id));
    }
  }

  private static Command read(String type, long id, Fields f) throws Fields.Wrong {
    return switch (type) {
      case "hello" -> hello(id, f);
      case "join" -> new Command.Join(id, f.room(), f.cursor("since"));
      case "leave" -> new Command.Leave(id, f.room());
      case "say", "edit", "delete", "react", "append", "finish" -> WritingFields.read(type, id, f);
      case "signal" -> new Command.Signal(id, f.room(), f.topic(), f.data("data"));
      case "typing" -> new Command.Typing(id, f.room(), f.bool("on"));
      case "history" -> history(id, f);
      case "members" -> new Command.Members(id, f.room());
      case "ping" -> new Command.Ping(id);
      case "read", "got", "follow", "notify", "dm", "block", "inbox" ->
          MineFields.read(type, id, f);
      case "room", "grant", "kick", "mute", "policy" -> AdministrativeFields.read(type, id, f);
      case "ban" ->
          f.has("room") ? AdministrativeFields.read(type, id, f) : HouseCommands.ban(id, f);
      case "revoke" -> HouseCommands.revoke(id, f);
      case "disconnect" -> HouseCommands.disconnect(id, f);
      default ->
          malformed(
              id,
              ErrorCode.UNKNOWN_TYPE,
              "The type is unknown; known are hello, join, leave, say, edit, delete, react,"
                  + " append, finish,"
                  + " signal, typing, history, members, ping, room, grant, kick, mute, ban, policy,"
                  + " read, got, follow, notify, dm, block, inbox; of administrators also"
                  + " revoke, disconnect.");
    };
  }

  private static Command hello(long id, Fields f) throws Fields.Wrong {
    List<Command.RoomAsked> rooms = new ArrayList<>();
    for (Map.Entry<String, JsonNode> asked : f.rooms()) {
      JsonNode since = asked.getValue();
      rooms.add(new Command.RoomAsked(asked.getKey(), since.isNull() ? null : since.asText("")));
    }
    return new Command.Hello(id, f.string("token"), f.string("resume"), f.name(), rooms);
  }

  private static Command history(long id, Fields f) throws Fields.Wrong {
    String before = f.cursor("before");
    String after = f.cursor("after");
    if (before != null && after != null) {
      throw f.wrong("after", "Give before or after, not both.");
    }
    boolean all = f.oneOf("kinds", List.of("all")) != null;
    return new Command.History(id, f.room(), before, after, f.limit(), all);
  }

  private static Command malformed(long id, ErrorCode code, String message) {
    return new Command.Malformed(Event.Error.of(id, code, message));
  }

  /**
   * The parser's own sentence without its source and place, cut short: it may quote a stranger's
   * bytes.
   */
  private static String sentence(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String plain =
        message
            .codePoints()
            .filter(c -> c >= ' ' && c < 127)
            .limit(120)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return plain.endsWith(".") ? plain : plain + ".";
  }
}
