package io.tertulia.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedExporterTest {
  private static final Logger LOG = Logger.getLogger(WatchedExporter.class.getName());
  private static final PatternFormatter FORMAT = new PatternFormatter("%p %m");

  private final List<String> said = new ArrayList<>();
  private final Collector collector = new Collector();
  private final WatchedExporter exporter = new WatchedExporter(collector, "there");
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          said.add(FORMAT.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(listener);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(listener);
  }

  @Test
  void what_is_taken_makes_no_noise() {
    export(true);
    export(true);
    assertThat(said).isEmpty();
  }

  @Test
  void an_outage_is_told_once_however_many_batches_it_lasts_and_so_is_its_end() {
    export(false);
    export(false);
    export(false);
    assertThat(said).containsExactly("WARN there takes no spans: they are dropped until it does");
    export(true);
    export(true);
    assertThat(said).hasSize(2).last().isEqualTo("INFO there takes spans again");
    export(false);
    assertThat(said).hasSize(3);
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
