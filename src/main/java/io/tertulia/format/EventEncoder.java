package io.tertulia.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tertulia.format.mine.MineEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON objects, one call one object. Pure; any thread. */
public final class EventEncoder {
  private EventEncoder() {}

  interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  /** UTF-8 of one JSON object, without line feeds. */
  public static byte[] encode(Event event) {
    return object(
        out -> {
          switch (event) {
            case Event.Welcome welcome -> welcome(out, welcome);
            case Event.Joined joined -> joined(out, joined);
            case Event.Reset reset -> reset(out, reset);
            case Event.Presence presence -> presence(out, presence);
            case Event.Typing typing -> typing(out, typing);
            case Event.Signal signal -> signal(out, signal);
            case Event.Ack ack -> ack(out, ack);
            case Event.Error error -> error(out, error);
            case Event.Goaway goaway -> goaway(out, goaway);
            case Event.Renew renew -> renew(out, renew);
            case Event.History history -> history(out, history);
            case Event.Members members -> members(out, members);
            case Event.Pong pong -> pong(out, pong);
            case Event.Policy policy -> policy(out, policy);
            case Event.Left left -> left(out, left);
            case Event.Receipt receipt -> MineEncoder.receipt(out, receipt);
            case Event.Inbox inbox -> MineEncoder.inbox(out, inbox);
            case Event.Activity activity -> MineEncoder.activity(out, activity);
            case Event.Opened opened -> MineEncoder.opened(out, opened);
            case Event.Grown grown -> grown(out, grown);
            case Event.Finished finish -> throw isDraft(finish.mid());
            case Event.Message message -> throw isDraft(message.mid());
            case Event.Edited edit -> throw isDraft(edit.mid());
            case Event.Deleted deletion -> throw isDraft(deletion.mid());
            case Event.Reacted reaction -> throw isDraft(reaction.mid());
            case Event.RoomChanged change -> throw isDraft(change.mid());
            case Event.MemberChanged change -> throw isDraft(change.mid());
          }
        });
  }

  private static IllegalArgumentException isDraft(String mid) {
    return new IllegalArgumentException(
        "an entry is written as a draft, its number comes from the log: " + mid);
  }

  static byte[] object(Writing writing) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(256);
    try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      writing.to(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void until(JsonGenerator out, long until) throws IOException {
    if (until > 0 && until < Event.FOREVER) {
      out.writeNumberField("until", until);
    }
  }

  private static void welcome(JsonGenerator out, Event.Welcome welcome) throws IOException {
    type(out, "welcome", welcome.id(), 0);
    out.writeStringField("session", welcome.session());
    out.writeStringField("node", welcome.node());
    from(out, "you", welcome.you());
    optional(out, "resume", welcome.resume());
    out.writeNumberField("time", welcome.time());
    out.writeNumberField("ping", welcome.ping());
    if (welcome.expires() != 0) {
      out.writeNumberField("expires", welcome.expires());
    }
    Limits limits = welcome.limits();
    out.writeObjectFieldStart("limits");
    out.writeNumberField("frame", limits.frame());
    out.writeNumberField("text", limits.text());
    out.writeNumberField("rate", limits.rate());
    out.writeNumberField("rooms", limits.rooms());
    out.writeNumberField("dedupe", limits.dedupe().toMillis());
    out.writeNumberField("catchup", limits.catchup());
    out.writeEndObject();
  }

  private static void joined(JsonGenerator out, Event.Joined joined) throws IOException {
    type(out, "joined", joined.id(), joined.re());
    out.writeStringField("room", joined.room());
    out.writeStringField("from", joined.from());
    out.writeStringField("head", joined.head());
    if (joined.n() >= 0) {
      out.writeNumberField("n", joined.n());
    }
    if (joined.read() >= 0) {
      out.writeNumberField("read", joined.read());
    }
    out.writeNumberField("count", joined.count());
  }

  private static void reset(JsonGenerator out, Event.Reset reset) throws IOException {
    type(out, "reset", 0, 0);
    out.writeStringField("room", reset.room());
    out.writeStringField("reason", wireName(reset.reason()));
    out.writeStringField("cursor", reset.cursor());
    if (reset.late() > 0) {
      out.writeNumberField("late", reset.late());
    }
  }

  private static void presence(JsonGenerator out, Event.Presence presence) throws IOException {
    type(out, "presence", 0, 0);
    out.writeStringField("room", presence.room());
    out.writeNumberField("count", presence.count());
    people(out, "joined", presence.joined());
    people(out, "left", presence.left());
  }

  private static void typing(JsonGenerator out, Event.Typing typing) throws IOException {
    type(out, "typing", 0, 0);
    out.writeStringField("room", typing.room());
    from(out, "from", typing.from());
    out.writeBooleanField("on", typing.on());
  }

  private static void signal(JsonGenerator out, Event.Signal signal) throws IOException {
    type(out, "signal", 0, 0);
    out.writeStringField("room", signal.room());
    from(out, "from", signal.from());
    out.writeStringField("topic", signal.topic());
    raw(out, "data", signal.data());
  }

  private static void grown(JsonGenerator out, Event.Grown grown) throws IOException {
    type(out, "append", 0, 0);
    out.writeStringField("room", grown.room());
    out.writeStringField("mid", grown.mid());
    out.writeNumberField("at", grown.at());
    out.writeStringField("text", grown.text());
  }

  private static void ack(JsonGenerator out, Event.Ack ack) throws IOException {
    type(out, "ack", ack.id(), 0);
    Event.Said said = ack.said();
    if (said != null) {
      out.writeStringField("room", said.room());
      out.writeNumberField("seq", said.seq());
      out.writeStringField("mid", said.mid());
      if (said.dup()) {
        out.writeBooleanField("dup", true);
      }
    }
  }

  private static void error(JsonGenerator out, Event.Error error) throws IOException {
    type(out, "error", error.id(), error.re());
    out.writeNumberField("code", error.code().code());
    out.writeStringField("name", error.code().wireName());
    out.writeStringField("message", error.message());
    out.writeBooleanField("retryable", error.code().retryable());
    if (error.retryAfter() > 0) {
      out.writeNumberField("retryAfter", error.retryAfter());
    }
    optional(out, "field", error.field());
    until(out, error.until());
    if (error.length() >= 0) {
      out.writeNumberField("length", error.length());
    }
  }

  private static void policy(JsonGenerator out, Event.Policy policy) throws IOException {
    type(out, "policy", policy.id(), 0);
    out.writeStringField("room", policy.room());
    out.writeStringField("read", policy.read());
    out.writeStringField("say", policy.say());
    out.writeStringField("title", policy.title());
    out.writeStringField("topic", policy.topic());
    out.writeNumberField("slow", policy.slow());
    out.writeStringField("role", policy.role());
    if (policy.muted()) {
      out.writeBooleanField("muted", true);
      until(out, policy.until());
    }
  }

  private static void left(JsonGenerator out, Event.Left left) throws IOException {
    type(out, "left", 0, 0);
    out.writeStringField("room", left.room());
    out.writeStringField("reason", left.reason().name().toLowerCase(Locale.ROOT));
    until(out, left.until());
  }

  private static void goaway(JsonGenerator out, Event.Goaway goaway) throws IOException {
    type(out, "goaway", 0, 0);
    out.writeNumberField("after", goaway.after());
    out.writeStringField("reason", goaway.reason());
  }

  private static void renew(JsonGenerator out, Event.Renew renew) throws IOException {
    type(out, "renew", 0, 0);
    out.writeNumberField("by", renew.by());
  }

  private static void history(JsonGenerator out, Event.History history) throws IOException {
    type(out, "history", history.id(), 0);
    out.writeStringField("room", history.room());
    out.writeStringField("from", history.from());
    out.writeArrayFieldStart("entries");
    for (byte[] entry : history.entries()) {
      out.writeRawValue(new String(entry, StandardCharsets.UTF_8));
    }
    out.writeEndArray();
    out.writeStringField("cursor", history.cursor());
    out.writeBooleanField("more", history.more());
    Event.Reason reset = history.reset();
    optional(out, "reset", reset == null ? null : wireName(reset));
  }

  private static void members(JsonGenerator out, Event.Members members) throws IOException {
    type(out, "members", members.id(), 0);
    out.writeStringField("room", members.room());
    out.writeNumberField("count", members.count());
    MineEncoder.members(out, members);
  }

  private static void pong(JsonGenerator out, Event.Pong pong) throws IOException {
    type(out, "pong", pong.id(), 0);
    out.writeNumberField("time", pong.time());
  }

  private static void type(JsonGenerator out, String type, long id, long re) throws IOException {
    out.writeStringField("type", type);
    if (id != 0) {
      out.writeNumberField("id", id);
    }
    if (re != 0) {
      out.writeNumberField("re", re);
    }
  }

  private static void people(JsonGenerator out, String field, @Nullable List<Event.From> people)
      throws IOException {
    if (people == null) {
      return;
    }
    out.writeArrayFieldStart(field);
    for (Event.From person : people) {
      person(out, person);
    }
    out.writeEndArray();
  }

  static void from(JsonGenerator out, String field, Event.From from) throws IOException {
    out.writeFieldName(field);
    person(out, from);
  }

  private static void person(JsonGenerator out, Event.From from) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", from.id());
    out.writeStringField("name", from.name());
    if (from.guest()) {
      out.writeBooleanField("guest", true);
    }
    out.writeEndObject();
  }

  static void optional(JsonGenerator out, String field, @Nullable String value) throws IOException {
    if (value != null) {
      out.writeStringField(field, value);
    }
  }

  static void raw(JsonGenerator out, String field, String json) throws IOException {
    out.writeFieldName(field);
    out.writeRawValue(json);
  }

  private static String wireName(Event.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
