package io.tertulia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PackagedNodeE2E {

  @Test
  void a_stopped_node_frees_its_port_and_comes_back_on_it() throws IOException {
    try (PackagedNode node = PackagedNode.start()) {
      long first = node.pid();
      node.stop();
      assertThatThrownBy(() -> connect(node.port())).isInstanceOf(IOException.class);

      node.restart();
      connect(node.port());
      assertThat(node.pid()).isNotEqualTo(first);
    }
  }

  @Test
  void a_node_that_cannot_start_fails_with_its_own_log() {
    assertThatThrownBy(() -> PackagedNode.start("quarkus.http.port=not-a-port").close())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exited")
        .hasMessageContaining("not-a-port");
  }

  private static void connect(int port) throws IOException {
    new Socket("127.0.0.1", port).close();
  }
}
