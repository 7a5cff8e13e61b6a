package io.tertulia.ops.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The name of a span as W3C Trace Context writes it, in one word. Any thread. */
final class Traceparent {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final String FIELD = "traceparent";

  /** What the library takes for the headers of a request is the one word here. */
  private static final TextMapGetter<String> WORD =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String word) {
          return List.of(FIELD);
        }

        @Override
        public @Nullable String get(@Nullable String word, String field) {
          return field.equals(FIELD) ? word : null;
        }
      };

  private Traceparent() {}

  static String of(Span span) {
    Map<String, String> fields = new HashMap<>();
    W3C.inject(Context.root().with(span), fields, (to, field, value) -> fields.put(field, value));
    return Objects.requireNonNull(fields.get(FIELD));
  }

  /**
   * @param word of another node, or of whoever else may write where nodes do
   * @return one that is not valid when the word names no span
   */
  static SpanContext read(String word) {
    return Span.fromContext(W3C.extract(Context.root(), word, WORD)).getSpanContext();
  }
}
