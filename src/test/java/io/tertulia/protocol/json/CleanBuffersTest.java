package io.tertulia.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CleanBuffersTest {
  private static final String SECRET = "a text that was deleted";

  @Test
  void what_was_written_is_in_no_buffer_that_is_kept() throws IOException {
    assertThat(Json.MAPPER.writeValueAsBytes(SECRET)).asString().contains(SECRET);
    assertThat(kept()).doesNotContain(SECRET);
  }

  @Test
  void what_was_read_is_in_no_buffer_that_is_kept() throws IOException {
    String json = "{\"escaped\\u0020\":\"\\u0020" + SECRET + "\"}";
    assertThat(Json.MAPPER.readTree(json).path("escaped ").asText()).endsWith(SECRET);
    try (JsonParser in = Json.ACCEPTED.createParser(json.getBytes(ISO_8859_1))) {
      in.nextToken();
      in.nextToken();
      in.nextToken();
      assertThat(in.getText()).endsWith(SECRET);
    }
    assertThat(kept()).doesNotContain(SECRET);
  }

  /** As text, all that this thread's buffers hold. */
  private static String kept() {
    BufferRecycler buffers = new CleanBuffers.Pool().acquirePooled();
    StringBuilder all = new StringBuilder();
    for (int kind = 0; kind < 4; kind++) {
      byte[] bytes = buffers.allocByteBuffer(kind);
      all.append(new String(bytes, ISO_8859_1));
      buffers.releaseByteBuffer(kind, bytes);
      char[] characters = buffers.allocCharBuffer(kind);
      all.append(characters);
      buffers.releaseCharBuffer(kind, characters);
    }
    return all.toString();
  }
}
