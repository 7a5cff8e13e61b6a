package io.tertulia.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.session.registry.Clients;
import io.tertulia.session.shared.SessionContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The measures of the chat, as {@code tertulia_…} at {@code /q/metrics}. */
@Singleton
final class ChatMeters implements LocalRooms.FanoutMeter, SessionContext.Meter {
  private final Counter messages;
  private final Counter deliveries;
  private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);
  private final Map<Event.Reason, Counter> resets = new EnumMap<>(Event.Reason.class);
  private final Timer latency;

  ChatMeters(MeterRegistry registry, Clients clients) {
    Gauge.builder("tertulia.connections.open", clients, Clients::count)
        .description("sockets open now")
        .register(registry);
    messages =
        Counter.builder("tertulia.messages").description("messages stored").register(registry);
    deliveries =
        Counter.builder("tertulia.deliveries")
            .description(
                "events handed to members, each member counted; the node's own conversation too")
            .register(registry);
    latency =
        Timer.builder("tertulia.delivery.latency")
            .description("from the log's announcement until the last member of a loop was served")
            .serviceLevelObjectives(buckets())
            .register(registry);
    for (ErrorCode code : ErrorCode.values()) {
      refusals.put(
          code,
          Counter.builder("tertulia.refusals")
              .description("commands refused")
              .tag("code", String.valueOf(code.code()))
              .tag("name", code.wireName())
              .register(registry));
    }
    for (Event.Reason why : Event.Reason.values()) {
      resets.put(
          why,
          Counter.builder("tertulia.resets")
              .description("times that a member was told that it cannot go on from its cursor")
              .tag("reason", why.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void delivered(int members, long bornNanos) {
    deliveries.increment(members);
    latency.record(nanoTime() - bornNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void stored() {
    messages.increment();
  }

  @Override
  public void refused(ErrorCode code) {
    Counter counter = refusals.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void reset(Event.Reason why) {
    Counter counter = resets.get(why);
    if (counter != null) {
      counter.increment();
    }
  }

  /** From what a quiet loop needs up to what nobody would call live any more. */
  private static Duration[] buckets() {
    return LongStream.of(
            100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
            1_000_000, 2_500_000, 5_000_000)
        .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
        .toArray(Duration[]::new);
  }
}
