package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxyCheckTest {
  private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
  private static final String TRUSTED = "quarkus.http.proxy.trusted-proxies";

  @Test
  void a_node_that_believes_nobody_needs_no_names() {
    assertThat(complaints()).isEmpty();
    assertThat(complaints(FORWARDING, "false")).isEmpty();
  }

  @Test
  void a_node_that_would_believe_everybody_is_refused_with_what_is_missing() {
    assertThat(complaints(FORWARDING, "true")).singleElement().asString().contains(TRUSTED);
    assertThat(complaints(FORWARDING, "true", TRUSTED, "")).hasSize(1);
  }

  @Test
  void a_node_that_believes_those_that_are_named_may_start() {
    assertThat(complaints(FORWARDING, "true", TRUSTED, "10.0.0.0/24,::1")).isEmpty();
    assertThat(complaints(FORWARDING, "true", TRUSTED + "[0]", "10.0.0.5")).isEmpty();
  }

  private static List<String> complaints(String... settings) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    for (int i = 0; i < settings.length; i += 2) {
      builder.withDefaultValue(settings[i], settings[i + 1]);
    }
    return TrustedProxyCheck.complaints(builder.build());
  }
}
