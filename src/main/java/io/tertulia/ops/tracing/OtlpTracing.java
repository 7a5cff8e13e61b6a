package io.tertulia.ops.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Outdated;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.Unchanged;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans that wait in a bounded queue for the collector: those that it does not take are dropped,
 * and nothing waits for it.
 */
final class OtlpTracing implements Tracing, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long PARTING_SECONDS = 1;

  private static final AttributeKey<String> ROOM = AttributeKey.stringKey("tertulia.room");
  private static final AttributeKey<String> CURSOR = AttributeKey.stringKey("tertulia.cursor");
  private static final AttributeKey<Boolean> DUP = AttributeKey.booleanKey("tertulia.dup");
  private static final AttributeKey<Long> MEMBERS = AttributeKey.longKey("tertulia.members");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private OtlpTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.tertulia");
  }

  static OtlpTracing to(String endpoint, double ratio, String node) {
    Attributes who =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            "tertulia",
            AttributeKey.stringKey("service.instance.id"),
            node);
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
    return new OtlpTracing(
        SdkTracerProvider.builder()
            .setResource(Resource.create(who))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(new WatchedExporter(exporter, endpoint))
                    .setScheduleDelay(EVERY)
                    .build())
            .build());
  }

  @Override
  public @Nullable Say say(RoomId room) {
    Span span =
        tracer
            .spanBuilder("say")
            .setNoParent()
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute(ROOM, room.value())
            .startSpan();
    return span.isRecording() ? new SaySpan(span) : null;
  }

  @Override
  public @Nullable FanOut fanOut(RoomId room, Entry entry, String traceparent) {
    SpanContext say = Traceparent.read(traceparent);
    if (!say.isValid()) {
      return null;
    }
    Span span =
        tracer
            .spanBuilder("fan-out")
            .setParent(Context.root().with(Span.wrap(say)))
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(ROOM, room.value())
            .setAttribute(CURSOR, entry.position().cursor())
            .startSpan();
    return span.isRecording() ? new FanOutSpan(span) : null;
  }

  /** What waits is sent, if the collector takes it at once. */
  @Override
  public void close() {
    provider.shutdown().join(PARTING_SECONDS, TimeUnit.SECONDS);
  }

  private record SaySpan(Span span) implements Say {
    @Override
    public String traceparent() {
      return Traceparent.of(span);
    }

    @Override
    public void answered(@Nullable Appended appended) {
      switch (appended) {
        case null -> span.setStatus(StatusCode.ERROR, "no answer");
        case Stored(Position position, boolean dup) ->
            span.setAttribute(CURSOR, position.cursor()).setAttribute(DUP, dup);
        case Outdated outdated -> span.setStatus(StatusCode.ERROR, "outdated");
        case Unchanged unchanged -> {}
        case Refused refused -> span.setStatus(StatusCode.ERROR, refused.code().wireName());
      }
      span.end();
    }
  }

  private record FanOutSpan(Span span) implements FanOut {
    @Override
    public void served(int members) {
      span.setAttribute(MEMBERS, (long) members).end();
    }
  }
}
