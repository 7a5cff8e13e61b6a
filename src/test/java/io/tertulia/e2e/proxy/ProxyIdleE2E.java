package io.tertulia.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.e2e.proxy.running.Nodes.BackEnd;
import io.tertulia.e2e.proxy.running.Proxies;
import io.tertulia.e2e.proxy.running.Proxy;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody says anything for longer than any of the proxies waits; all of them side by side. */
class ProxyIdleE2E {
  /** Our files say 60 s. */
  private static final Duration SILENCE = Duration.ofSeconds(66);

  /** Caddy and Traefik let a socket be silent for ever. */
  private static final Set<Proxy> IMPATIENT = EnumSet.of(Proxy.NGINX, Proxy.APACHE, Proxy.HAPROXY);

  @Test
  void a_silent_connection_stays_because_it_is_pinged() {
    try (PackagedNode pinging = PackagedNode.start("tertulia.node=pinging");
        PackagedNode mute = PackagedNode.start("tertulia.node=mute", "tertulia.socket.ping=10m");
        Proxies proxies = Proxies.before(List.of(backEnd(pinging), backEnd(mute), nobody()))) {
      Map<Proxy, Witness> pinged = enter(proxies, "pinging");
      Map<Proxy, Witness> unpinged = enter(proxies, "mute");
      Pause.of(SILENCE);
      assertThat(open(pinged)).isEqualTo(EnumSet.allOf(Proxy.class));
      assertThat(open(unpinged)).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(IMPATIENT)));
      for (Witness witness : pinged.values()) {
        assertThat(witness.say("still here").join().isDone()).isTrue();
      }
    }
  }

  /** Each alone in its room, so that nothing comes but pings. */
  private static Map<Proxy, Witness> enter(Proxies proxies, String node) {
    Map<Proxy, Witness> witnesses = new EnumMap<>(Proxy.class);
    for (Proxy kind : Proxy.values()) {
      witnesses.put(kind, proxies.enter(kind, node, "idle-" + node + kind.ordinal()));
    }
    return witnesses;
  }

  private static Set<Proxy> open(Map<Proxy, Witness> witnesses) {
    Set<Proxy> open = EnumSet.noneOf(Proxy.class);
    witnesses.forEach(
        (kind, witness) -> {
          if (witness.isOpen()) {
            open.add(kind);
          }
        });
    return open;
  }

  private static BackEnd backEnd(PackagedNode node) {
    return new BackEnd(node.port(), node.managementPort());
  }

  private static BackEnd nobody() {
    return new BackEnd(FreePort.choose(), FreePort.choose());
  }
}
