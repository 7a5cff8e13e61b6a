package io.tertulia.ops.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jboss.logging.Logger;

/** Says in one line when the collector takes no spans any more, and when it does again. */
final class WatchedExporter implements SpanExporter {
  private static final Logger LOG = Logger.getLogger(WatchedExporter.class);

  private final SpanExporter exporter;
  private final String endpoint;

  /** One batch is under way at a time; the next may complete on another thread. */
  private volatile boolean failing;

  WatchedExporter(SpanExporter exporter, String endpoint) {
    this.exporter = exporter;
    this.endpoint = endpoint.replaceAll("//.*@", "//…@");
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result.isSuccess()));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private void tell(boolean taken) {
    if (taken && failing) {
      LOG.infof("%s takes spans again", endpoint);
    } else if (!taken && !failing) {
      LOG.warnf("%s takes no spans: they are dropped until it does", endpoint);
    }
    failing = !taken;
  }
}
