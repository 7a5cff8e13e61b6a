package io.tertulia.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tertulia.log.LoggedLines;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedExporterTest {
  private final LoggedLines log = LoggedLines.of(WatchedExporter.class.getName());
  private final Collector collector = new Collector();
  private final WatchedExporter exporter = new WatchedExporter(collector, "there");

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  @Test
  void what_is_taken_makes_no_noise() {
    export(true);
    export(true);
    assertThat(said()).isEmpty();
  }

  @Test
  void an_outage_is_told_once_however_many_batches_it_lasts_and_so_is_its_end() {
    export(false);
    export(false);
    export(false);
    assertThat(said()).containsExactly("WARN there takes no spans: they are dropped until it does");
    export(true);
    export(true);
    assertThat(said()).hasSize(2).last().isEqualTo("INFO there takes spans again");
    export(false);
    assertThat(said()).hasSize(3);
  }

  private List<String> said() {
    return log.lines("%p %m");
  }

  private void export(boolean taken) {
    collector.takes = taken;
    exporter.export(List.of());
  }

  /** Takes spans, or does not. */
  private static final class Collector implements SpanExporter {
    private boolean takes;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return takes ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
