package io.tertulia.transport.http;

import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import io.tertulia.protocol.json.CommandDecoder;
import io.tertulia.room.access.Principal;
import io.tertulia.session.operations.RoomOperations;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rooms/{room}/messages}: say something, read what was said, without a connection to keep.
 */
@Path("/rooms/{room}/messages")
public final class MessagesResource {
  /** What a decoder puts in the place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final SessionContext context;
  private final Caller caller;
  private final RoomOperations operations;
  private final CommandDecoder decoder;

  MessagesResource(Caller caller, SessionContext context) {
    this.context = context;
    this.caller = caller;
    this.operations = new RoomOperations(context);
    this.decoder = new CommandDecoder(context.rules().limits());
  }

  /** What a say is answered. */
  record Stored(String room, String epoch, long seq, String mid) {}

  /** An action of somebody known, on a command that was understood. */
  private interface Action {
    CompletionStage<Event> by(Caller.Person person);
  }

  @POST
  @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  public CompletionStage<Response> say(
      @RestPath String room,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("Content-Type") @Nullable String type,
      byte[] body,
      @Context HttpServerRequest request) {
    if (key != null && !Shapes.isKey(key)) {
      return refused(
          Event.Error.ofField(
              0, "Idempotency-Key", "Idempotency-Key must be 1-64 characters of A-Z a-z 0-9 _ -."));
    }
    String name = name(request);
    if (name != null && !Shapes.isName(name)) {
      return refused(Event.Error.ofField(0, "name", Refusals.NAME));
    }
    return switch (command(room, key, type, body)) {
      case Command.Say say ->
          answer(
              request,
              key,
              person ->
                  operations.write(named(person.principal(), name), say.withKey(person.key())),
              this::stored);
      case Command other -> refused(refusal(other));
    };
  }

  @GET
  public CompletionStage<Response> read(@RestPath String room, @Context HttpServerRequest request) {
    Map<String, String> asked = new HashMap<>();
    for (String name : new String[] {"before", "after", "limit", "kinds"}) {
      String value = request.getParam(name);
      if (value != null) {
        asked.put(name, value);
      }
    }
    return switch (decoder.decodeHistory(room, asked)) {
      case Command.History history ->
          answer(
              request, null, person -> operations.history(person.principal(), history), this::page);
      case Command other -> refused(refusal(other));
    };
  }

  /** {@code ?name=}; of no shape when it is not percent-encoded UTF-8, null without one. */
  private static @Nullable String name(HttpServerRequest request) {
    try {
      String name = request.getParam("name");
      return name != null && name.indexOf(REPLACEMENT) >= 0 ? "" : name;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A guest's name is self-chosen, for each message if it likes; who it is stays. */
  private static Principal named(Principal who, @Nullable String name) {
    return name == null || !who.who().guest() ? who : who.named(name.strip());
  }

  /**
   * @param type null when the client did not say: then it is JSON
   */
  private Command command(String room, @Nullable String key, @Nullable String type, byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.TEXT_PLAIN)
          ? decoder.decodeText(room, key, text)
          : decoder.decodeSay(room, key, text);
    } catch (CharacterCodingException e) {
      return new Command.Malformed(Event.Error.of(0, ErrorCode.BAD_JSON, "The body is not UTF-8."));
    }
  }

  private CompletionStage<Response> answer(
      HttpServerRequest request,
      @Nullable String key,
      Action action,
      Function<Event, Response> good) {
    return caller
        .of(request, key)
        .thenCompose(
            known ->
                switch (known) {
                  case Caller.Refused no -> refused(no.refusal());
                  case Caller.Person person ->
                      action.by(person).thenApply(event -> response(event, good));
                });
  }

  private static Response response(Event event, Function<Event, Response> good) {
    return event instanceof Event.Error no ? Problem.of(no) : good.apply(event);
  }

  private Response stored(Event event) {
    if (event instanceof Event.Ack(long id, Event.Said said) && said != null) {
      return Response.status(said.dup() ? 200 : 201)
          .type(MediaType.APPLICATION_JSON)
          .entity(new Stored(said.room(), said.epoch(), said.seq(), said.mid()))
          .build();
    }
    throw new IllegalStateException("a say was answered with " + event);
  }

  private Response page(Event event) {
    return Response.ok(EventEncoder.encode(event), MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .build();
  }

  private static Event.Error refusal(Command command) {
    return command instanceof Command.Malformed(Event.Error answer)
        ? answer
        : Event.Error.of(0, ErrorCode.INTERNAL, "This was understood as another command.");
  }

  /** What is refused before anybody was asked is counted here. */
  private CompletionStage<Response> refused(Event.Error error) {
    context.meter().refused(error.code());
    return CompletableFuture.completedStage(Problem.of(error));
  }
}
