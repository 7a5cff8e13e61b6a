package io.tertulia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Alerts are written once; the Prometheus operator wants them in a file of its own kind. */
class OperatorRulesTest {
  @Test
  void kubernetes_has_the_same_alerts() throws IOException {
    String rules = Files.readString(Path.of("src", "main", "monitoring", "alerts.yml"));
    String manifest = Files.readString(Path.of("k8s", "overlays", "monitoring", "alerts.yaml"));
    String groups = rules.substring(rules.indexOf("groups:"));
    assertThat(manifest).endsWith("spec:\n" + groups.indent(2));
  }
}
