package io.tertulia.format.mine;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tertulia.protocol.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the fields of what people are told of their own rooms and marks. */
public final class MineEncoder {
  private MineEncoder() {}

  public static void receipt(JsonGenerator out, Event.Receipt receipt) throws IOException {
    out.writeStringField("type", receipt.isRead() ? "read" : "got");
    out.writeStringField("room", receipt.room());
    out.writeFieldName("from");
    person(out, receipt.from(), null);
    out.writeNumberField("seq", receipt.seq());
  }

  public static void members(JsonGenerator out, Event.Members members) throws IOException {
    out.writeArrayFieldStart("members");
    for (Event.From member : members.members()) {
      person(out, member, members.read().get(member.id()));
    }
    out.writeEndArray();
  }

  public static void opened(JsonGenerator out, Event.Opened opened) throws IOException {
    out.writeStringField("type", "ack");
    out.writeNumberField("id", opened.id());
    out.writeStringField("room", opened.room());
  }

  public static void activity(JsonGenerator out, Event.Activity activity) throws IOException {
    out.writeStringField("type", "activity");
    out.writeStringField("room", activity.room());
    out.writeNumberField("seq", activity.seq());
    out.writeNumberField("n", activity.n());
    if (activity.mention()) {
      out.writeBooleanField("mention", true);
    }
    last(out, activity.last());
  }

  public static void inbox(JsonGenerator out, Event.Inbox inbox) throws IOException {
    out.writeStringField("type", "inbox");
    if (inbox.id() != 0) {
      out.writeNumberField("id", inbox.id());
    }
    out.writeArrayFieldStart("rooms");
    for (Event.Listed room : inbox.rooms()) {
      listed(out, room);
    }
    out.writeEndArray();
    if (!inbox.gone().isEmpty()) {
      out.writeArrayFieldStart("gone");
      for (String room : inbox.gone()) {
        out.writeString(room);
      }
      out.writeEndArray();
    }
    if (inbox.watched() >= 0) {
      out.writeNumberField("watched", inbox.watched());
    }
    if (inbox.next() != null) {
      out.writeStringField("next", inbox.next());
    }
  }

  private static void listed(JsonGenerator out, Event.Listed room) throws IOException {
    out.writeStartObject();
    out.writeStringField("room", room.room());
    if (!room.title().isEmpty()) {
      out.writeStringField("title", room.title());
    }
    out.writeStringField("kind", room.with() == null ? "room" : "dm");
    if (room.with() != null) {
      out.writeStringField("user", room.with());
    }
    out.writeStringField("role", room.role());
    if (!room.level().equals("all")) {
      out.writeStringField("notify", room.level());
    }
    if (room.muted()) {
      out.writeBooleanField("muted", true);
    }
    out.writeStringField("head", room.head());
    out.writeNumberField("n", room.n());
    out.writeNumberField("read", room.read());
    out.writeNumberField("unread", room.unread());
    out.writeNumberField("mentions", room.mentions());
    last(out, room.last());
    out.writeEndObject();
  }

  private static void last(JsonGenerator out, byte @Nullable [] last) throws IOException {
    if (last != null) {
      out.writeFieldName("last");
      out.writeRawValue(new String(last, StandardCharsets.UTF_8));
    }
  }

  /**
   * @param read null where it is not told
   */
  private static void person(JsonGenerator out, Event.From from, @Nullable Long read)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", from.id());
    out.writeStringField("name", from.name());
    if (from.guest()) {
      out.writeBooleanField("guest", true);
    }
    if (read != null) {
      out.writeNumberField("read", read);
    }
    out.writeEndObject();
  }
}
