package io.tertulia.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names a span crosses from node to node; what names none is never an error. */
class TraceparentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @ParameterizedTest
  @ValueSource(strings = {"00", "01"})
  void a_span_is_read_as_it_was_written(String flags) {
    String word = "00-" + TRACE + "-" + SPAN + "-" + flags;
    SpanContext read = Traceparent.read(word);

    assertThat(read.getTraceId()).isEqualTo(TRACE);
    assertThat(read.getSpanId()).isEqualTo(SPAN);
    assertThat(read.isSampled()).isEqualTo(flags.equals("01"));
    assertThat(read.isRemote()).isTrue();
    assertThat(Traceparent.of(Span.wrap(read))).isEqualTo(word);
  }

  @Test
  void a_later_version_of_the_standard_is_followed_as_far_as_it_is_known() {
    SpanContext read = Traceparent.read("01-" + TRACE + "-" + SPAN + "-01-more");

    assertThat(read.getTraceId()).isEqualTo(TRACE);
    assertThat(read.getSpanId()).isEqualTo(SPAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\u00f1\u00f1",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u00c3-00f067aa0ba902b7-01",
        "{\"type\":\"message\"} 1 2 3"
      })
  void what_names_no_span_is_none(String word) {
    assertThat(Traceparent.read(word).isValid()).isFalse();
  }
}
