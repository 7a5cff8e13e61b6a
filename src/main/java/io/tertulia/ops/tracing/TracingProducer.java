package io.tertulia.ops.tracing;

import io.tertulia.room.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Off, unless the settings say where spans are to be sent. */
@Singleton
final class TracingProducer {
  @Produces
  @Singleton
  Tracing tracing(Tracing.Settings settings) {
    return settings.endpoint() == null
        ? Tracing.OFF
        : OtlpTracing.to(settings.endpoint(), settings.ratio(), settings.node());
  }

  void close(@Disposes Tracing tracing) throws Exception {
    if (tracing instanceof AutoCloseable open) {
      open.close();
    }
  }
}
