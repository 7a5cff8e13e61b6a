package io.tertulia.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server said: its fields; of objects in it only {@code you.id}, as {@code you}. */
public final class Word {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> fields = new HashMap<>();

  private Word() {}

  public static Word read(byte[] json) throws IOException {
    Word word = new Word();
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        word.field(in, in.currentName());
      }
    }
    return word;
  }

  private void field(JsonParser in, String name) throws IOException {
    switch (in.nextToken()) {
      case VALUE_STRING -> fields.put(name, in.getText());
      case VALUE_NUMBER_INT -> fields.put(name, in.getLongValue());
      case VALUE_TRUE -> fields.put(name, Boolean.TRUE);
      case START_OBJECT -> {
        if (name.equals("you")) {
          you(in);
        } else {
          in.skipChildren();
        }
      }
      default -> in.skipChildren();
    }
  }

  private void you(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("id")) {
        fields.put("you", in.getText());
      }
      in.skipChildren();
    }
  }

  public String type() {
    return text("type");
  }

  /** Empty when there is none. */
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  /** Null when there is none. */
  public @Nullable String maybe(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }

  /** 0 when there is none. */
  public long number(String field) {
    return fields.get(field) instanceof Long number ? number : 0;
  }

  public boolean is(String field) {
    return Boolean.TRUE.equals(fields.get(field));
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
