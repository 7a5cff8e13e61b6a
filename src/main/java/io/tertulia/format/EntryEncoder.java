package io.tertulia.format;

import static io.tertulia.format.EventEncoder.object;
import static io.tertulia.format.EventEncoder.optional;
import static io.tertulia.format.EventEncoder.raw;
import static io.tertulia.format.EventEncoder.until;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tertulia.format.EventEncoder.Writing;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two parts of an entry's JSON around the numbers that the log gives. What an entry says
 * stands last in it, so that it can be taken away or changed by who knows no JSON. Pure; any
 * thread.
 */
public final class EntryEncoder {
  private EntryEncoder() {}

  /**
   * The part of an entry's JSON that stands before its {@code "seq":N,"at":T}. The log joins the
   * two parts around the numbers that it gives, so it needs no JSON of its own.
   */
  public static String messageHead(String room) {
    return head("message", room);
  }

  /** As {@link #messageHead}, of an entry of another type. */
  public static String head(String type, String room) {
    return "{\"type\":\"" + type + "\",\"room\":\"" + room + "\",";
  }

  /**
   * The part of an entry's JSON that stands after its numbers: starts with a comma, ends the
   * object.
   */
  public static String messageTail(Event.Message message) {
    return tail(
        out -> {
          if (message.grow()) {
            out.writeBooleanField("grow", true);
          }
          out.writeStringField("mid", message.mid());
          optional(out, "key", message.key());
          EventEncoder.from(out, "from", message.from());
          links(out, message.links());
          body(out, message.body());
        });
  }

  /** As {@link #messageTail}. */
  public static String editTail(Event.Edited edit) {
    return tail(
        out -> {
          amendment(out, edit.mid(), edit.key(), edit.ref(), edit.by());
          body(out, edit.body());
        });
  }

  /** As {@link #messageTail}, to which the text is added that the log knows. */
  public static String finishTail(Event.Finished finish) {
    return tail(
        out -> {
          amendment(out, finish.mid(), finish.key(), finish.ref(), finish.by());
          out.writeStringField("status", finish.status());
        });
  }

  /** As {@link #messageTail}. */
  public static String deleteTail(Event.Deleted deletion) {
    return tail(
        out -> {
          amendment(out, deletion.mid(), deletion.key(), deletion.ref(), deletion.by());
          optional(out, "reason", deletion.reason());
        });
  }

  /** As {@link #messageTail}; the log adds what the set was before. */
  public static String reactTail(Event.Reacted reaction) {
    return tail(
        out -> {
          amendment(out, reaction.mid(), reaction.key(), reaction.ref(), reaction.by());
          strings(out, "set", reaction.set());
        });
  }

  private static void amendment(
      JsonGenerator out, String mid, @Nullable String key, String ref, Event.From by)
      throws IOException {
    out.writeStringField("mid", mid);
    optional(out, "key", key);
    out.writeStringField("ref", ref);
    EventEncoder.from(out, "by", by);
  }

  private static void links(JsonGenerator out, Links links) throws IOException {
    optional(out, "replyTo", links.replyTo());
    optional(out, "thread", links.thread());
    if (links.room()) {
      out.writeStringField("notify", "room");
    }
    if (!links.mentions().isEmpty()) {
      strings(out, "mentions", links.mentions());
    }
  }

  private static void strings(JsonGenerator out, String field, List<String> values)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  /** As {@link #messageTail}. */
  public static String roomTail(Event.RoomChanged change) {
    return tail(
        out -> {
          out.writeStringField("mid", change.mid());
          EventEncoder.from(out, "by", change.by());
          out.writeStringField("read", change.read());
          out.writeStringField("say", change.say());
          out.writeStringField("title", change.title());
          out.writeStringField("topic", change.topic());
          out.writeNumberField("slow", change.slow());
          optional(out, "owner", change.owner());
          out.writeNumberField("version", change.version());
        });
  }

  /** As {@link #messageTail}. */
  public static String memberTail(Event.MemberChanged change) {
    return tail(
        out -> {
          out.writeStringField("mid", change.mid());
          EventEncoder.from(out, "by", change.by());
          out.writeStringField("user", change.user());
          optional(out, "role", change.role());
          if (change.muted() != null) {
            out.writeBooleanField("muted", change.muted());
          }
          if (change.banned() != null) {
            out.writeBooleanField("banned", change.banned());
          }
          if (change.kicked()) {
            out.writeBooleanField("kicked", true);
          }
          until(out, change.until());
          optional(out, "reason", change.reason());
          out.writeNumberField("version", change.version());
        });
  }

  private static String tail(Writing writing) {
    byte[] json = object(writing);
    return "," + new String(json, 1, json.length - 1, StandardCharsets.UTF_8);
  }

  private static void body(JsonGenerator out, Body body) throws IOException {
    switch (body) {
      case Body.Text text -> out.writeStringField("text", text.text());
      case Body.Data data -> raw(out, "data", data.json());
      case Body.Bytes bytes -> out.writeBinaryField("bytes", bytes.bytes());
    }
  }
}
