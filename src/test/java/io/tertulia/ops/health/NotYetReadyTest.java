package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tertulia.client.Management;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NotYetReadyTest.Closed.class)
class NotYetReadyTest {
  @TestHTTPResource(value = "/", management = true)
  URI address;

  @Inject ClosedHouse house;

  /** A house in which nobody may say anything yet. */
  public static final class Closed implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(ClosedHouse.class);
    }
  }

  @Test
  void a_node_is_neither_ready_nor_started_before_it_has_heard_itself() {
    Management management = new Management(address);
    await().until(management::ready, ready -> ready.contains("forbidden"));
    assertThat(management.ready()).startsWith("503").contains("this node has not yet heard itself");
    assertThat(management.started()).startsWith("503").contains("not yet heard itself");
    assertThat(management.live()).startsWith("200");

    house.open();
    await().until(management::ready, ready -> ready.startsWith("200"));
    assertThat(management.started()).startsWith("200");
  }
}
