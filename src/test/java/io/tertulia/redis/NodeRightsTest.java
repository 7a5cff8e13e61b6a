package io.tertulia.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRightsTest {
  @ParameterizedTest
  @ValueSource(strings = {"k8s/overlays/local/redis.yaml", "src/main/docker/secrets"})
  void who_starts_a_redis_for_nodes_gives_them_the_rights_of_the_handbook(String file)
      throws IOException {
    String text = Files.readString(Path.of(file)).replace("$commands", commands(file));
    assertThat(NodeRights.in(text)).isEqualTo(NodeRights.documented()).hasSizeGreaterThan(15);
  }

  /** The shell script keeps its list in a variable. */
  private static String commands(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    int start = text.indexOf("commands=\"");
    return start < 0 ? "" : text.substring(start, text.indexOf('"', start + 10));
  }
}
